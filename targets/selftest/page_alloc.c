// SPDX-License-Identifier: GPL-2.0-only
/* What becomes of the page allocator's memory: when it is short, and from one input to the next. */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>

#include "selftest.h"

static unsigned long free_all(struct list_head *pages)
{
	unsigned long count = 0;
	struct page *page, *next;

	list_for_each_entry_safe(page, next, pages, lru) {
		list_del(&page->lru);
		__free_page(page);
		count++;
	}
	return count;
}

/* Run twice: the first input of the two has other blocks, too, and gives them back in another order. */
CASE(each_input_begins_with_the_same_page, NULL)
{
	struct page *first = alloc_page(GFP_KERNEL), *second = alloc_pages(GFP_KERNEL, 3);
	static struct page *seen;

	EXPECT(!seen || seen == first);
	if (seen)
		__free_pages(alloc_pages(GFP_KERNEL, 4), 4);
	seen = first;
	__free_page(first);
	__free_pages(second, 3);
}

CASE(out_of_memory_kills_who_may_wait, NULL)
{
	LIST_HEAD(pages);
	struct page *page;

	current->flags &= ~PF_KTHREAD; /* as a user's task */
	while (!fatal_signal_pending(current)) {
		page = alloc_page(GFP_KERNEL);
		EXPECT(page);
		list_add(&page->lru, &pages);
	}
	EXPECT(!alloc_page(GFP_NOWAIT));
	EXPECT(!alloc_page(GFP_KERNEL | __GFP_NORETRY));
	page = alloc_page(GFP_ATOMIC);
	EXPECT(page);
	__free_page(page);
	EXPECT(free_all(&pages) > 10000);
	current->flags |= PF_KTHREAD;
}

CASE(nobody_is_killed_yet, NULL)
{
	EXPECT(!fatal_signal_pending(current));
}

CASE(a_folio_that_is_not_there, NULL)
{
	EXPECT(!folio_alloc(GFP_KERNEL | __GFP_NOWARN, HIDDEN(20)));
}

CASE(what_must_not_fail_is_a_hole, "hole: no memory is left for what must not fail")
{
	while (alloc_page(GFP_KERNEL | __GFP_NOFAIL))
		;
}
