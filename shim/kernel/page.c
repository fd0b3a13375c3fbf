// SPDX-License-Identifier: GPL-2.0-only
/*
 * Struct pages: of the arena that the page allocator hands out (page_alloc.c), and of all other memory that is asked about.
 *
 * mem_map has an entry for every page-sized piece of address space, folded to MEM_MAP_PAGES: slab memory, which
 * scatterlists ask about, has struct pages like the arena, adjacent as the memory is. The map is only reserved;
 * a block of entries comes to life when somebody first asks for one of them.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/page_ref.h>
#include <vitro/host.h>

#include "internal.h"
#include "page_alloc.h"
#include "vmap.h"

#define ARENA_PAGES VITRO_ARENA_PAGES
#ifdef VITRO_FLAVOUR_NONE
#define MEM_MAP_PAGES (1UL << 28) /* under valgrind there is not room for more */
#else
#define MEM_MAP_PAGES (1UL << 30) /* 4 TiB of addresses */
#endif
#define BLOCK_PAGES 1024UL /* 4 MiB, the largest kmalloc() */

struct page *mem_map;
unsigned long max_mapnr = MEM_MAP_PAGES;
atomic_long_t _totalram_pages;

static void *arena;
static struct page *zero_page;
unsigned long zero_pfn;

static struct page *map_entry(unsigned long address)
{
	return mem_map + (address >> PAGE_SHIFT) % MEM_MAP_PAGES;
}

struct page *vitro_arena_page(unsigned long index)
{
	return virt_to_page(arena + (index << PAGE_SHIFT));
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

void vitro_page_reset(struct page *page)
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
		vitro_page_reset(page);
		if (vitro_arena_index(page->virtual) < ARENA_PAGES)
			set_page_count(page, 0);
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

struct page *vitro_zero_page(void)
{
	return zero_page;
}

void vitro_pages_init(void)
{
	arena = host_reserve(0, ARENA_PAGES << PAGE_SHIFT, 1);
	mem_map = host_reserve(0, (MEM_MAP_PAGES + 2 * BLOCK_PAGES) * sizeof(struct page), 1);
	host_poison(arena, ARENA_PAGES << PAGE_SHIFT);
	vitro_blocks_init();
	zero_page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	zero_pfn = page_to_pfn(zero_page);
	totalram_pages_add(ARENA_PAGES);
}
