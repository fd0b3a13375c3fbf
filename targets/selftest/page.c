// SPDX-License-Identifier: GPL-2.0-only
/* The page allocator, and struct pages of memory that is not its own. */
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/version.h>

#include "selftest.h"

CASE(page_address_and_back, NULL)
{
	struct page *page = alloc_page(GFP_KERNEL);
	void *address = page_address(page);

	EXPECT(IS_ALIGNED((unsigned long)address, PAGE_SIZE));
	EXPECT(virt_to_page(address) == page);
	EXPECT(virt_to_page(address + PAGE_SIZE - 1) == page);
	EXPECT(pfn_to_page(page_to_pfn(page)) == page);
	EXPECT(page_count(page) == 1);
	EXPECT(kmap_local_page(page) == address);
	kunmap_local(address);
	__free_page(page);
}

CASE(blocks_are_aligned_to_their_size, NULL)
{
	unsigned int order;

	for (order = 0; order <= 5; order++) {
		unsigned long address = __get_free_pages(GFP_KERNEL, order);

		EXPECT(IS_ALIGNED(address, PAGE_SIZE << order));
		memset((void *)address, 1, PAGE_SIZE << order);
		free_pages(address, order);
	}
}

CASE(zeroed_on_request, NULL)
{
	unsigned long page;
	int i;

	for (i = 0; i < 300; i++) {
		page = get_zeroed_page(GFP_KERNEL);
		EXPECT(!memchr_inv((void *)page, 0, PAGE_SIZE));
		memset((void *)page, 0xff, PAGE_SIZE);
		free_page(page);
	}
}

CASE(references_keep_a_page, NULL)
{
	struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO);

	get_page(page);
	put_page(page);
	EXPECT(*(char *)page_address(page) == 0);
	put_page(page);
}

CASE(compound_tails_know_their_head, NULL)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);

	EXPECT(compound_head(page + 3) == page);
	EXPECT(compound_order(page) == 2);
	EXPECT(page_address(page + 3) == page_address(page) + 3 * PAGE_SIZE);
	get_page(page + 1);
	EXPECT(page_count(page) == 2);
	put_page(page + 1);
	put_page(page);
}

CASE(impossible_order_fails, NULL)
{
	EXPECT(!alloc_pages(GFP_KERNEL | __GFP_NOWARN, HIDDEN(20)));
}

CASE(zero_page_is_zero, NULL)
{
	EXPECT(!memchr_inv(page_address(ZERO_PAGE(0)), 0, PAGE_SIZE));
}

CASE(slab_memory_has_pages, NULL)
{
	char *object = kmalloc(3 * PAGE_SIZE, GFP_KERNEL), *inside = object + PAGE_SIZE + 100;

	EXPECT(virt_addr_valid(object));
	EXPECT(virt_to_page(inside) - virt_to_page(object) == 1);
	EXPECT(page_address(virt_to_page(inside)) + offset_in_page(inside) == inside);
	kfree(object);
}

CASE(many_pages_in_one_input, NULL)
{
	int i;

	for (i = 0; i < 70000; i++)
		__free_page(alloc_page(GFP_KERNEL));
}

CASE(leak, "leak: memory leak of N bytes in N objects, first of pages")
{
	EXPECT(alloc_page(GFP_KERNEL));
}

CASE(free_twice, "bug: Bad page state")
{
	unsigned long page = __get_free_page(GFP_KERNEL);

	free_page(page);
	free_page(page);
}

CASE(free_of_slab_memory, "misuse: page allocator given memory that is not its own")
{
	free_page((unsigned long)kmalloc(PAGE_SIZE, GFP_KERNEL));
}

CASE(sleeping_allocation_with_interrupts_off, ATOMIC_SLEEP)
{
	local_irq_disable();
	__free_page(alloc_page(GFP_KERNEL));
	local_irq_enable();
}

#ifdef VITRO_FLAVOUR_ADDRESS
CASE(use_after_free, "use-after-poison read")
{
	unsigned long page = __get_free_page(GFP_KERNEL);

	free_page(page);
	TOUCH((char *)page);
}

CASE(read_right_after_the_end, "use-after-poison read")
{
	TOUCH((char *)__get_free_page(GFP_KERNEL) + PAGE_SIZE);
}
#endif

#ifdef VITRO_FLAVOUR_MEMORY
CASE(contents_are_uninitialised, "uninit-value")
{
	if (*HIDDEN((char *)__get_free_page(GFP_KERNEL)))
		pr_info("it is set\n");
}
#endif

/* Later, shrinkers are the kernel's own. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
#include <linux/shrinker.h>

static struct shrinker shrinker;

CASE(a_shrinker_is_unregistered_once, NULL)
{
	EXPECT(!register_shrinker(&shrinker, "test"));
	EXPECT(shrinker.flags & SHRINKER_REGISTERED);
	synchronize_shrinkers();
	unregister_shrinker(&shrinker);
	EXPECT(!(shrinker.flags & SHRINKER_REGISTERED) && !shrinker.nr_deferred);
	unregister_shrinker(&shrinker);
}

CASE(a_shrinker_is_prepared_and_given_up, NULL)
{
	shrinker.flags = SHRINKER_MEMCG_AWARE;
	EXPECT(!prealloc_shrinker(&shrinker, "test"));
	EXPECT(!shrinker.flags && shrinker.nr_deferred);
	free_prealloced_shrinker(&shrinker);
	EXPECT(!shrinker.nr_deferred);
}

CASE(a_shrinker_is_not_unregistered, "leak: memory leak of N bytes in N objects, first of kmalloc")
{
	static struct shrinker forgotten;

	register_shrinker(&forgotten, "test");
}

#endif
