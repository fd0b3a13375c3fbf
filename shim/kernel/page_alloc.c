// SPDX-License-Identifier: GPL-2.0-only
/*
 * The page allocator (mm/page_alloc.c): blocks of the arena. Free pages are poisoned and wait their turn in a queue before they are
 * handed out again, so that a use after free is reported rather than lost.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/page_ref.h>
#include <linux/pagevec.h>
#include <linux/sched/mm.h>
#include <vitro/host.h>
#include <vitro/reclaim.h>

#include "../../../mm/internal.h"
#include "internal.h"
#include "page_alloc.h"
#include "stacktrace.h"
#include "vmap.h"

#define ARENA_PAGES VITRO_ARENA_PAGES
#define RESERVE     (ARENA_PAGES / 16)
#define QUEUE_DELAY 256UL /* blocks freed later than this many are not reused yet */
#define ORDERS      (sizeof(queue) / sizeof(queue[0]))

static unsigned long fresh; /* first page of the arena never handed out */
static unsigned long kept;  /* and where that was when bring-up had ended */

static struct vitro_stack *stacks; /* by which the block was allocated that begins with a page */

static struct {
	struct list_head blocks;
	unsigned long count;
} queue[11];

static struct page *reuse_block(unsigned int order)
{
	struct page *page = list_first_entry_or_null(&queue[order].blocks, struct page, lru);

	if (!page)
		return NULL;
	list_del(&page->lru);
	queue[order].count--;
	return page;
}

/* Below the @limit of the arena, or one that is free. */
static struct page *take_block(unsigned int order, unsigned long limit)
{
	unsigned long start = ALIGN(fresh, 1UL << order);
	unsigned long end = start + (1UL << order) + GUARD_PAGES;

	if (queue[order].count > QUEUE_DELAY || end > limit)
		return reuse_block(order);
	fresh = end;
	return vitro_arena_page(start);
}

/* What may wait, and must not fail, has the OOM killer called; the reserve is for its victim. */
static bool may_have_reserve(gfp_t flags, unsigned int order)
{
	if (flags & (__GFP_NOFAIL | __GFP_MEMALLOC | __GFP_HIGH))
		return true;
	if (!(flags & __GFP_DIRECT_RECLAIM) || order > PAGE_ALLOC_COSTLY_ORDER ||
	    (flags & (__GFP_NORETRY | __GFP_RETRY_MAYFAIL)))
		return false;
	vitro_out_of_memory();
	return true;
}

/* Programs with a page cache have another one (targets/vfs/reclaim.c). */
unsigned long __weak vitro_reclaim(void)
{
	return 0;
}

static bool may_reclaim(gfp_t flags, unsigned int order)
{
	return !order && (flags & __GFP_DIRECT_RECLAIM) && !(current->flags & PF_MEMALLOC);
}

static struct page *find_block(gfp_t flags, unsigned int order)
{
	struct page *page = take_block(order, ARENA_PAGES - RESERVE);

	if (!page && may_reclaim(flags, order) && vitro_reclaim())
		page = take_block(order, ARENA_PAGES - RESERVE);
	if (!page && may_have_reserve(flags, order))
		page = take_block(order, ARENA_PAGES);
	if (!page && (flags & __GFP_NOFAIL))
		vitro_finding(HOST_HOLE, "no memory is left for what must not fail (order %u)",
			      order);
	return page;
}

static void enter(const struct page *page, unsigned long size)
{
	struct vitro_stack *stack = &stacks[vitro_arena_index(page->virtual)];

	vitro_stack_save(stack, __builtin_frame_address(0));
	host_ledger_add(page->virtual, size, HOST_PAGES, stack);
}

static struct page *allocate(gfp_t flags, unsigned int order)
{
	struct page *page;
	unsigned int i;

	might_alloc(flags);
	if (order >= ORDERS)
		return NULL;
	page = find_block(flags, order);
	if (!page)
		return NULL;
	host_acquire((char *)page + 1);
	for (i = 0; i < 1U << order; i++) {
		vitro_page_reset(page + i);
		if (i)
			set_page_count(page + i, 0);
	}
	host_unpoison(page->virtual, PAGE_SIZE << order, !(flags & __GFP_ZERO));
	if (flags & __GFP_ZERO)
		memset(page->virtual, 0, PAGE_SIZE << order);
	if (order && (flags & __GFP_COMP))
		prep_compound_page(page, order);
	enter(page, PAGE_SIZE << order);
	return page;
}

static void give_back(struct page *page, unsigned int order)
{
	void *address = page->virtual;

	if (vitro_arena_index(address) >= ARENA_PAGES)
		vitro_finding(HOST_MISUSE, "page allocator given memory that is not its own (%px)",
			      page);
	if (host_ledger_remove(address))
		vitro_finding(HOST_BUG, "Bad page state: page of %px is freed twice", address);
	vitro_vmap_check_free(address, PAGE_SIZE << order);
	vitro_check_free(address, PAGE_SIZE << order);
	host_poison(address, PAGE_SIZE << order);
	host_release((char *)page + 1); /* the zone's lock: who gets it comes behind who had it */
	list_add_tail(&page->lru, &queue[order].blocks);
	queue[order].count++;
}

struct page *NOPROF(__alloc_pages)(gfp_t flags, unsigned int order, int node, nodemask_t *nodes)
{
	return allocate(flags, order);
}

struct folio *NOPROF(__folio_alloc)(gfp_t flags, unsigned int order, int node, nodemask_t *nodes)
{
	return (struct folio *)allocate(flags | __GFP_COMP, order);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
unsigned long get_free_pages_noprof(gfp_t flags, unsigned int order)
#else
unsigned long __get_free_pages(gfp_t flags, unsigned int order)
#endif
{
	struct page *page = allocate(flags, order);

	return page ? (unsigned long)page_address(page) : 0;
}

unsigned long NOPROF(get_zeroed_page)(gfp_t flags)
{
	struct page *page = allocate(flags | __GFP_ZERO, 0);

	return page ? (unsigned long)page_address(page) : 0;
}

void __free_pages(struct page *page, unsigned int order)
{
	if (!page_count(page))
		vitro_finding(HOST_BUG, "Bad page state: page of %px is freed twice",
			      page->virtual);
	if (put_page_testzero(page))
		give_back(page, order);
}

void free_pages(unsigned long address, unsigned int order)
{
	if (address)
		__free_pages(virt_to_page((void *)address), order);
}

void free_unref_page(struct page *page, unsigned int order)
{
	give_back(page, order);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
void free_unref_folios(struct folio_batch *batch)
{
	unsigned int i;

	for (i = 0; i < batch->nr; i++)
		give_back(&batch->folios[i]->page, folio_order(batch->folios[i]));
	folio_batch_reinit(batch);
}
#else
void destroy_large_folio(struct folio *folio)
{
	give_back(&folio->page, folio_order(folio));
}

void free_unref_page_list(struct list_head *list)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, list, lru)
		give_back(page, 0);
	INIT_LIST_HEAD(list);
}
#endif

/* ---- From one input to the next ---- */

/* Where the last page lies that somebody has, and then its block's end. */
static unsigned long find_end(void)
{
	unsigned long end = fresh, size;
	const void *owner;
	int kind;

	while (end > kept && !page_ref_count(vitro_arena_page(end - 1)))
		end--;
	if (end > kept &&
	    !host_ledger_find(page_address(vitro_arena_page(end - 1)), &size, &kind, &owner))
		end += (size >> PAGE_SHIFT) - 1 + GUARD_PAGES;
	return end;
}

static void forget_blocks(unsigned int order)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, &queue[order].blocks, lru) {
		if (vitro_arena_index(page->virtual) < fresh)
			continue;
		list_del(&page->lru);
		queue[order].count--;
	}
}

void vitro_pages_keep(void)
{
	kept = fresh;
}

void vitro_pages_reset(void)
{
	unsigned int order;

	fresh = find_end();
	for (order = 0; order < ORDERS; order++)
		forget_blocks(order);
}

void vitro_blocks_init(void)
{
	unsigned int order;

	stacks = host_reserve(0, ARENA_PAGES * sizeof(*stacks), true);
	for (order = 0; order < ORDERS; order++)
		INIT_LIST_HEAD(&queue[order].blocks);
}
