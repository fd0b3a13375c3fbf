// SPDX-License-Identifier: GPL-2.0-only
/* kmem_cache, as include/linux/slab.h documents it. */
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "selftest.h"

static void fill(void *object)
{
	memset(object, 0x5a, 40);
}

static struct kmem_cache *make(slab_flags_t flags)
{
	return kmem_cache_create("selftest", 40, 0, flags, NULL);
}

CASE(constructor_runs_on_new_objects, NULL)
{
	struct kmem_cache *cache = kmem_cache_create("selftest", 40, 0, 0, fill);
	char *object = kmem_cache_alloc(cache, GFP_KERNEL);

	EXPECT(!memchr_inv(object, 0x5a, 40));
	kmem_cache_free(cache, object);
	kmem_cache_destroy(cache);
}

CASE(zeroed_on_request, NULL)
{
	struct kmem_cache *cache = make(0);
	char *object = kmem_cache_zalloc(cache, GFP_KERNEL);

	EXPECT(!memchr_inv(object, 0, 40));
	kmem_cache_free(cache, object);
	kmem_cache_destroy(cache);
}

CASE(objects_have_the_alignment_asked_for, NULL)
{
	struct kmem_cache *cache = kmem_cache_create("selftest", 40, 256, 0, NULL),
			  *line = make(SLAB_HWCACHE_ALIGN);
	void *object = kmem_cache_alloc(cache, GFP_KERNEL),
	     *of_line = kmem_cache_alloc(line, GFP_KERNEL);

	EXPECT(IS_ALIGNED((unsigned long)object, 256));
	EXPECT(IS_ALIGNED((unsigned long)of_line, L1_CACHE_BYTES));
	kmem_cache_free(cache, object);
	kmem_cache_free(line, of_line);
	kmem_cache_destroy(cache);
	kmem_cache_destroy(line);
}

CASE(size_is_the_object_size, NULL)
{
	struct kmem_cache *cache = make(0);

	EXPECT(kmem_cache_size(cache) == 40);
	EXPECT(kmem_cache_shrink(cache) == 0);
	kmem_cache_destroy(cache);
	kmem_cache_destroy(NULL);
}

CASE(kfree_takes_cache_objects, NULL)
{
	struct kmem_cache *cache = make(0);

	kfree(kmem_cache_alloc(cache, GFP_KERNEL));
	kmem_cache_destroy(cache);
}

CASE(bulk, NULL)
{
	struct kmem_cache *cache = make(0);
	void *objects[4];

	EXPECT(kmem_cache_alloc_bulk(cache, GFP_KERNEL, 4, objects) == 4);
	EXPECT(objects[0] != objects[3]);
	kmem_cache_free_bulk(cache, 4, objects);
	kmem_cache_destroy(cache);
}

CASE(typesafe_object_outlives_its_readers, NULL)
{
	struct kmem_cache *cache = make(SLAB_TYPESAFE_BY_RCU);
	char *object = kmem_cache_zalloc(cache, GFP_KERNEL);

	rcu_read_lock();
	kmem_cache_free(cache, object);
	EXPECT(object[39] == 0);
	rcu_read_unlock();
	kmem_cache_destroy(cache);
}

CASE(free_to_another_cache,
     "misuse: kmem_cache_free: Wrong slab cache. second but object is from first")
{
	struct kmem_cache *first = kmem_cache_create("first", 40, 0, 0, NULL);
	struct kmem_cache *second = kmem_cache_create("second", 40, 0, 0, NULL);

	kmem_cache_free(second, kmem_cache_alloc(first, GFP_KERNEL));
}

CASE(free_of_a_kmalloc_object,
     "misuse: kmem_cache_free: Wrong slab cache. selftest but object is from kmalloc")
{
	kmem_cache_free(make(0), kmalloc(40, GFP_KERNEL));
}

CASE(destroy_with_objects, "misuse: kmem_cache_destroy selftest: Slab cache still has objects")
{
	struct kmem_cache *cache = make(0);

	EXPECT(kmem_cache_alloc(cache, GFP_KERNEL));
	kmem_cache_destroy(cache);
}

static struct kmem_cache *persistent;

static int __init make_persistent(void)
{
	persistent = kmem_cache_create("persistent", 40, 0, 0, NULL);
	return 0;
}
late_initcall(make_persistent);

CASE(leak, "leak: memory leak of N bytes in N objects, first of persistent")
{
	EXPECT(kmem_cache_alloc(persistent, GFP_KERNEL));
}

#ifdef DOUBLE_FREE
CASE(free_twice, DOUBLE_FREE)
{
	struct kmem_cache *cache = make(0);
	void *object = kmem_cache_alloc(cache, GFP_KERNEL);

	kmem_cache_free(cache, object);
	kmem_cache_free(cache, HIDDEN(object));
}
#endif

#ifdef VITRO_FLAVOUR_ADDRESS
CASE(read_right_after_the_end, "slab-out-of-bounds read")
{
	TOUCH((char *)kmem_cache_alloc(make(0), GFP_KERNEL) + 40);
}

CASE(use_after_free, "slab-use-after-free read")
{
	struct kmem_cache *cache = make(0);
	char *object = kmem_cache_alloc(cache, GFP_KERNEL);

	kmem_cache_free(cache, object);
	TOUCH(object);
}

CASE(typesafe_use_after_the_grace_period, "slab-use-after-free read")
{
	struct kmem_cache *cache = make(SLAB_TYPESAFE_BY_RCU);
	char *object = kmem_cache_alloc(cache, GFP_KERNEL);

	kmem_cache_free(cache, object);
	rcu_barrier();
	TOUCH(object);
}

CASE(use_of_a_destroyed_cache, "slab-use-after-free read")
{
	struct kmem_cache *cache = make(0);

	kmem_cache_destroy(cache);
	kmem_cache_free(cache, kmem_cache_alloc(HIDDEN(cache), GFP_KERNEL));
}
#endif
