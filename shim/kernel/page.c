// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages: an arena of real memory with a real struct page each. Free pages are poisoned and wait their turn in a
 * queue before they are handed out again, so that a use after free is reported rather than lost.
 *
 * mem_map goes on past the arena: memory that is not the arena's (slab objects in scatterlists) gets a run of
 * struct pages on demand, adjacent for as long as the object is, gone at the end of the input.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/page_ref.h>
#include <linux/sched/mm.h>
#include <linux/hash.h>
#include <vitro/host.h>

#include "../../../mm/internal.h"
#include "internal.h"

#define ARENA_PAGES	65536UL		/* 256 MiB */
#define PROXY_PAGES	16384UL
#define QUEUE_DELAY	256UL		/* blocks freed later than this many are not reused yet */
#define ORDERS		(sizeof(queue) / sizeof(queue[0]))

struct page *mem_map;
unsigned long max_mapnr;
atomic_long_t _totalram_pages;

static void *arena;
static unsigned long fresh = 1;		/* first page never handed out; page frame 0 stays unused */

static struct {
	struct list_head blocks;
	unsigned long count;
} queue[11];

/* Struct pages of memory outside the arena: which page-sized piece of address space each stands for. */
static unsigned long proxy_address[PROXY_PAGES];
static unsigned long proxies, boot_proxies;
static unsigned short proxy_hash[PROXY_PAGES * 2];	/* index + 1, by address */

static struct page *zero_page;

static unsigned long frame_of(const struct page *page)
{
	return page - mem_map;
}

static void *arena_address(unsigned long index)
{
	return arena + (index << PAGE_SHIFT);
}

static bool in_arena(const void *address)
{
	return (unsigned long)(address - arena) < ARENA_PAGES << PAGE_SHIFT;
}

/* ---- slab memory ---- */

static unsigned long proxy_slot(unsigned long address)
{
	unsigned long slot = hash_long(address >> PAGE_SHIFT, 15);

	while (proxy_hash[slot] && proxy_address[proxy_hash[slot] - 1] != address)
		slot = (slot + 1) % (PROXY_PAGES * 2);
	return slot;
}

static void page_reset(struct page *page)
{
	memset(page, 0, sizeof(*page));
	INIT_LIST_HEAD(&page->lru);
	atomic_set(&page->_mapcount, -1);
	set_page_count(page, 1);
}

/* The whole object at once, so that page + 1 is the next part of the same object. */
static void proxy_add_object(unsigned long address)
{
	unsigned long size = 16 * PAGE_SIZE, page;
	void *start = (void *)address;

	if (host_extent((void *)address, &start, &size))
		start = (void *)(address & PAGE_MASK);
	for (page = (unsigned long)start & PAGE_MASK; page < (unsigned long)start + size; page += PAGE_SIZE) {
		unsigned long slot = proxy_slot(page);

		if (proxies == PROXY_PAGES)
			vitro_finding(HOST_HOLE, "no struct page left for memory outside the page arena");
		page_reset(mem_map + ARENA_PAGES + proxies);
		proxy_address[proxies] = page;
		proxy_hash[slot] = ++proxies;
	}
}

static struct page *proxy_page(unsigned long address)
{
	unsigned long page = address & PAGE_MASK;

	if (!proxy_hash[proxy_slot(page)])
		proxy_add_object(address);
	return mem_map + ARENA_PAGES + proxy_hash[proxy_slot(page)] - 1;
}

/* Addresses come to mean something else once an input has freed its objects. */
void vitro_pages_reset(void)
{
	unsigned long i;

	if (proxies == boot_proxies)
		return;
	memset(proxy_hash, 0, sizeof(proxy_hash));
	proxies = boot_proxies;
	for (i = 0; i < proxies; i++)
		proxy_hash[proxy_slot(proxy_address[i])] = i + 1;
}

struct page *vitro_virt_to_page(const void *address)
{
	if (in_arena(address))
		return mem_map + ((address - arena) >> PAGE_SHIFT);
	return proxy_page((unsigned long)address);
}

void *vitro_page_to_virt(const struct page *page)
{
	unsigned long index = frame_of(page);

	if (index < ARENA_PAGES)
		return arena_address(index);
	if (index - ARENA_PAGES >= proxies)
		vitro_finding(HOST_BUG, "page_address() of a struct page that is none (%px)", page);
	return (void *)proxy_address[index - ARENA_PAGES];
}

int vitro_virt_addr_valid(const void *address)
{
	unsigned long size;
	void *start;

	return in_arena(address) || (!host_extent(address, &start, &size) && !is_vmalloc_addr(start));
}

/* ---- the allocator ---- */

static struct page *take_block(unsigned int order)
{
	struct page *page;

	if (queue[order].count > QUEUE_DELAY || fresh + (1UL << order) > ARENA_PAGES) {
		if (!queue[order].count)
			return NULL;
		page = list_first_entry(&queue[order].blocks, struct page, lru);
		list_del(&page->lru);
		queue[order].count--;
		return page;
	}
	fresh = ALIGN(fresh, 1UL << order) + (1UL << order);
	return fresh > ARENA_PAGES ? NULL : mem_map + fresh - (1UL << order);
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
	for (i = 0; i < 1U << order; i++) {
		page_reset(page + i);
		if (i)
			set_page_count(page + i, 0);
	}
	host_unpoison(arena_address(frame_of(page)), PAGE_SIZE << order, !(flags & __GFP_ZERO));
	if (flags & __GFP_ZERO)
		memset(arena_address(frame_of(page)), 0, PAGE_SIZE << order);
	if (order && (flags & __GFP_COMP))
		prep_compound_page(page, order);
	host_ledger_add(arena_address(frame_of(page)), PAGE_SIZE << order, HOST_PAGES, NULL);
	return page;
}

static void give_back(struct page *page, unsigned int order)
{
	void *address = arena_address(frame_of(page));

	if (frame_of(page) >= ARENA_PAGES)
		vitro_finding(HOST_MISUSE, "page allocator given memory that is not its own (%px)", page);
	if (host_ledger_remove(address))
		vitro_finding(HOST_BUG, "Bad page state: page %lx is freed twice", frame_of(page));
	host_poison(address, PAGE_SIZE << order);
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

/* mm/page_alloc.c: the tail pages of a compound page point at its head. */
void prep_compound_page(struct page *page, unsigned int order)
{
	unsigned int i;

	__SetPageHead(page);
	for (i = 1; i < 1U << order; i++)
		prep_compound_tail(page, i);
	prep_compound_head(page, order);
}

struct page *vitro_zero_page(void)
{
	return zero_page;
}

void vitro_pages_init(void)
{
	unsigned int order;

	arena = host_reserve(0, ARENA_PAGES << PAGE_SHIFT, 1);
	mem_map = host_reserve(0, (ARENA_PAGES + PROXY_PAGES) * sizeof(struct page), 1);
	max_mapnr = ARENA_PAGES + PROXY_PAGES;
	host_poison(arena, ARENA_PAGES << PAGE_SHIFT);
	for (order = 0; order < ORDERS; order++)
		INIT_LIST_HEAD(&queue[order].blocks);
	zero_page = allocate(GFP_KERNEL | __GFP_ZERO, 0);
	totalram_pages_add(ARENA_PAGES);
}
