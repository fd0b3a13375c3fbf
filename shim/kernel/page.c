// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages: an arena of real memory with a real struct page each. Free pages are poisoned and wait their turn in a
 * queue before they are handed out again, so that a use after free is reported rather than lost.
 *
 * mem_map has an entry for every page-sized piece of address space, folded to MEM_MAP_PAGES: slab memory, which
 * scatterlists ask about, has struct pages like the arena, adjacent as the memory is. The map is only reserved;
 * a block of entries comes to life when somebody first asks for one of them.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/page_ref.h>
#include <linux/pagevec.h>
#include <linux/sched/mm.h>
#include <vitro/host.h>

#include "../../../mm/internal.h"
#include "internal.h"
#include "vmap.h"

#define ARENA_PAGES VITRO_ARENA_PAGES
#ifdef VITRO_FLAVOUR_NONE
#define MEM_MAP_PAGES (1UL << 28) /* under valgrind there is not room for more */
#else
#define MEM_MAP_PAGES (1UL << 30) /* 4 TiB of addresses */
#endif
#define BLOCK_PAGES 1024UL /* 4 MiB, the largest kmalloc() */
#define GUARD_PAGES 1UL    /* never handed out, behind each block: overruns are seen in every run */
#define QUEUE_DELAY 256UL  /* blocks freed later than this many are not reused yet */
#define ORDERS      (sizeof(queue) / sizeof(queue[0]))

struct page *mem_map;
unsigned long max_mapnr = MEM_MAP_PAGES;
atomic_long_t _totalram_pages;

static void *arena;
static unsigned long fresh; /* first page of the arena never handed out */

static struct {
	struct list_head blocks;
	unsigned long count;
} queue[11];

static struct page *zero_page;
unsigned long zero_pfn;

static struct page *map_entry(unsigned long address)
{
	return mem_map + (address >> PAGE_SHIFT) % MEM_MAP_PAGES;
}

unsigned long vitro_arena_index(const void *address)
{
	return (unsigned long)(address - arena) >> PAGE_SHIFT;
}

/* With the guard page behind a single page: then neighbours are one mapping to the host, which allows only so many. */
static unsigned long shared_size(const struct page *page)
{
	const void *owner;
	unsigned long size;
	int kind;

	if (host_ledger_find(page->virtual, &size, &kind, &owner) || size != PAGE_SIZE)
		return PAGE_SIZE;
	return (1 + GUARD_PAGES) << PAGE_SHIFT;
}

void vitro_arena_share(const struct page *page, unsigned long place)
{
	unsigned long size = shared_size(page);

	host_share(page->virtual, size, place, true);
	if (size > PAGE_SIZE)
		host_poison(page->virtual + PAGE_SIZE, size - PAGE_SIZE);
}

void vitro_arena_unshare(const struct page *page, unsigned long place)
{
	host_unshare(page->virtual, shared_size(page), place, true);
}

static void page_reset(struct page *page)
{
	void *virtual = page->virtual;

	memset(page, 0, sizeof(*page));
	page->virtual = virtual;
	INIT_LIST_HEAD(&page->lru);
	atomic_set(&page->_mapcount, -1);
	set_page_count(page, 1);
}

/* Two blocks, so that an object that begins in the first has all its pages. */
static void map_block(unsigned long address)
{
	unsigned long start = ALIGN_DOWN(address, BLOCK_PAGES << PAGE_SHIFT), i;

	for (i = 0; i < 2 * BLOCK_PAGES; i++) {
		struct page *page = map_entry(start + (i << PAGE_SHIFT));

		if (page->virtual == (void *)start + (i << PAGE_SHIFT))
			continue;
		if (page->virtual)
			vitro_finding(HOST_HOLE, "memory at %lx and %px shares a struct page",
				      address, page->virtual);
		page->virtual = (void *)start + (i << PAGE_SHIFT);
		page_reset(page);
	}
}

struct page *vitro_virt_to_page(const void *address)
{
	struct page *page = map_entry((unsigned long)address);

	if (page->virtual != (void *)((unsigned long)address & PAGE_MASK) ||
	    !page[BLOCK_PAGES].virtual)
		map_block((unsigned long)address);
	return page;
}

void *vitro_page_to_virt(const struct page *page)
{
	return page->virtual;
}

/* Where no sanitizer knows what an address lies in, only the start of an object is known to be valid. */
int vitro_virt_addr_valid(const void *address)
{
	const void *owner;
	unsigned long size;
	void *start;
	int kind;

	if (vitro_arena_index(address) < ARENA_PAGES)
		return true;
	if (!host_extent(address, &start, &size))
		return !is_vmalloc_addr(start);
	return !host_ledger_find(address, &size, &kind, &owner) && kind == HOST_SLAB;
}

/* ---- the allocator ---- */

static struct page *reuse_block(unsigned int order)
{
	struct page *page = list_first_entry_or_null(&queue[order].blocks, struct page, lru);

	if (!page)
		return NULL;
	list_del(&page->lru);
	queue[order].count--;
	return page;
}

static struct page *take_block(unsigned int order)
{
	unsigned long start = ALIGN(fresh, 1UL << order);
	unsigned long end = start + (1UL << order) + GUARD_PAGES;

	if (queue[order].count > QUEUE_DELAY || end > ARENA_PAGES)
		return reuse_block(order);
	fresh = end;
	return virt_to_page(arena + (start << PAGE_SHIFT));
}

static struct page *allocate(gfp_t flags, unsigned int order)
{
	struct page *page;
	unsigned int i;

	might_alloc(flags);
	if (order >= ORDERS)
		return NULL;
	page = take_block(order);
	if (!page)
		return NULL;
	host_acquire((char *)page + 1);
	for (i = 0; i < 1U << order; i++) {
		page_reset(page + i);
		if (i)
			set_page_count(page + i, 0);
	}
	host_unpoison(page->virtual, PAGE_SIZE << order, !(flags & __GFP_ZERO));
	if (flags & __GFP_ZERO)
		memset(page->virtual, 0, PAGE_SIZE << order);
	if (order && (flags & __GFP_COMP))
		prep_compound_page(page, order);
	host_ledger_add(page->virtual, PAGE_SIZE << order, HOST_PAGES, NULL);
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
	return page_folio(allocate(flags | __GFP_COMP, order));
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

struct page *vitro_zero_page(void)
{
	return zero_page;
}

void vitro_pages_init(void)
{
	unsigned int order;

	arena = host_reserve(0, ARENA_PAGES << PAGE_SHIFT, 1);
	mem_map = host_reserve(0, (MEM_MAP_PAGES + 2 * BLOCK_PAGES) * sizeof(struct page), 1);
	host_poison(arena, ARENA_PAGES << PAGE_SHIFT);
	for (order = 0; order < ORDERS; order++)
		INIT_LIST_HEAD(&queue[order].blocks);
	zero_page = allocate(GFP_KERNEL | __GFP_ZERO, 0);
	zero_pfn = page_to_pfn(zero_page);
	totalram_pages_add(ARENA_PAGES);
}
