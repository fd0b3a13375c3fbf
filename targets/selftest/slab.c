// SPDX-License-Identifier: GPL-2.0-only
/* kmalloc, as Documentation/core-api/memory-allocation.rst has it; caches are in slab_cache.c. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "selftest.h"

CASE(power_of_two_sizes_are_aligned_to_their_size, NULL)
{
	size_t size;
	void *object;

	for (size = 8; size <= PAGE_SIZE; size *= 2) {
		object = kmalloc(size, GFP_KERNEL);
		EXPECT(IS_ALIGNED((unsigned long)object, size));
		kfree(object);
	}
}

CASE(other_sizes_are_aligned_to_their_divisor, NULL)
{
	size_t size;
	void *object;

	for (size = 1; size < 200; size++) {
		object = kmalloc(size, GFP_KERNEL);
		EXPECT(IS_ALIGNED((unsigned long)object,
				  max_t(size_t, size & -size, ARCH_KMALLOC_MINALIGN)));
		kfree(object);
	}
}

CASE(large_objects_are_aligned_to_pages, NULL)
{
	void *object = kmalloc(HIDDEN(KMALLOC_MAX_CACHE_SIZE + 8), GFP_KERNEL);

	EXPECT(!(HIDDEN((unsigned long)object) % PAGE_SIZE));
	kfree(object);
}

CASE(zeroed_on_request, NULL)
{
	char *object = kzalloc(300, GFP_KERNEL), *array = kcalloc(30, 10, GFP_KERNEL);

	EXPECT(!memchr_inv(object, 0, 300));
	EXPECT(!memchr_inv(array, 0, 300));
	kfree(object);
	kfree(array);
}

CASE(array_size_overflow_fails, NULL)
{
	EXPECT(!kmalloc_array(HIDDEN(SIZE_MAX / 2), 4, GFP_KERNEL | __GFP_NOWARN));
}

CASE(size_zero_gives_zero_size_ptr, NULL)
{
	void *object = kmalloc(HIDDEN(0UL), GFP_KERNEL);

	EXPECT(object == ZERO_SIZE_PTR);
	EXPECT(ksize(object) == 0);
	kfree(object);
	kfree(NULL);
}

CASE(ksize_covers_the_request, NULL)
{
	void *object = kmalloc(HIDDEN(13UL), GFP_KERNEL);

	EXPECT(ksize(object) >= 13);
	EXPECT(kmalloc_size_roundup(13) >= 13);
	kfree(object);
}

CASE(impossible_size_fails, NULL)
{
	EXPECT(!kmalloc(HIDDEN(KMALLOC_MAX_SIZE + 1), GFP_KERNEL | __GFP_NOWARN));
}

CASE(impossible_size_warns, "warning: WARNING at")
{
	kfree(kmalloc(HIDDEN(KMALLOC_MAX_SIZE + 1), GFP_KERNEL));
}

CASE(krealloc_keeps_contents, NULL)
{
	char *object = krealloc(NULL, 3, GFP_KERNEL);

	memcpy(object, "abc", 3);
	object = krealloc(object, 100, GFP_KERNEL);
	EXPECT(!memcmp(object, "abc", 3));
	object = krealloc(object, 2, GFP_KERNEL);
	EXPECT(!memcmp(object, "ab", 2));
	EXPECT(krealloc(object, 0, GFP_KERNEL) == ZERO_SIZE_PTR);
}

CASE(krealloc_zeroes_what_it_adds, NULL)
{
	char *object = kzalloc(3, GFP_KERNEL);

	object = krealloc(object, 100, GFP_KERNEL | __GFP_ZERO);
	EXPECT(!memchr_inv(object, 0, 100));
	kfree(object);
}

CASE(krealloc_that_fails_keeps_the_object, NULL)
{
	char *object = kstrdup("abc", GFP_KERNEL);

	EXPECT(!krealloc(object, HIDDEN(KMALLOC_MAX_SIZE + 1), GFP_KERNEL | __GFP_NOWARN));
	EXPECT(!strcmp(object, "abc"));
	kfree_sensitive(object);
	kfree_sensitive(NULL);
}

CASE(kvmalloc_falls_back_to_vmalloc, NULL)
{
	void *small = kvmalloc(100, GFP_KERNEL),
	     *large = kvmalloc(KMALLOC_MAX_SIZE + PAGE_SIZE, GFP_KERNEL);

	EXPECT(!is_vmalloc_addr(small));
	EXPECT(is_vmalloc_addr(large));
	kvfree(small);
	kvfree(large);
}

CASE(atomic_allocation_under_a_lock, NULL)
{
	static DEFINE_SPINLOCK(lock);
	void *object;

	spin_lock(&lock);
	object = kmalloc(16, GFP_ATOMIC);
	spin_unlock(&lock);
	kfree(object);
}

CASE(sleeping_allocation_under_a_lock, ATOMIC_SLEEP)
{
	static DEFINE_SPINLOCK(lock);

	spin_lock(&lock);
	kfree(kmalloc(16, GFP_KERNEL));
	spin_unlock(&lock);
}

CASE(leak, "leak: memory leak of N bytes in N objects, first of kmalloc")
{
	EXPECT(HIDDEN(kmalloc(10, GFP_KERNEL)));
}

CASE(ksize_of_no_object, "misuse: ksize of")
{
	static char memory[32];

	EXPECT(ksize(HIDDEN(memory)) == 0);
}

#ifdef DOUBLE_FREE
CASE(free_twice, DOUBLE_FREE)
{
	void *object = kmalloc(16, GFP_KERNEL), *again = HIDDEN(object);

	kfree(object);
	kfree(again);
}

CASE(free_of_the_inside, BAD_FREE)
{
	kfree(HIDDEN((char *)kmalloc(64, GFP_KERNEL)) + 8);
}

CASE(free_of_the_stack, BAD_FREE)
{
	char memory[64];

	kfree(HIDDEN(&memory[0]));
}
#endif

#ifdef VITRO_FLAVOUR_ADDRESS
CASE(read_right_after_the_end, "slab-out-of-bounds read")
{
	TOUCH((char *)kmalloc(13, GFP_KERNEL) + 13);
}

CASE(read_right_before_the_start, "slab-out-of-bounds read")
{
	TOUCH((char *)kmalloc(64, GFP_KERNEL) - 1);
}

CASE(write_right_after_the_end, "slab-out-of-bounds write")
{
	*(HIDDEN((char *)kmalloc(13, GFP_KERNEL)) + 13) = 1;
}

CASE(use_after_free, "slab-use-after-free read")
{
	char *object = kmalloc(16, GFP_KERNEL), *again = HIDDEN(object);

	kfree(object);
	TOUCH(again);
}

CASE(use_after_krealloc, "slab-use-after-free read")
{
	char *object = kmalloc(16, GFP_KERNEL), *again = HIDDEN(object);

	kfree(krealloc(object, 32, GFP_KERNEL));
	TOUCH(again);
}
#endif

#ifdef VITRO_FLAVOUR_MEMORY
CASE(contents_are_uninitialised, "uninit-value")
{
	char *object = kmalloc(16, GFP_KERNEL);

	if (HIDDEN(object)[3])
		pr_info("it is set\n");
	kfree(object);
}
#endif
