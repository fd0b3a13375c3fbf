// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmap() and vm_map_ram(): pages at consecutive addresses, where they are the same bytes as at their own. The page behind a mapping is
 * nobody's, an address is not used again for long, and a mapping ends when it is undone, as if each were flushed from the TLB at once.
 * The real vm_map_ram() has no guard page, and lets a mapping that was undone be reached for some time. Both refuse to free a page
 * that is still mapped, which the real ones do not notice.
 *
 * Mapped are pages of the page allocator only; protection is not modelled.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <vitro/host.h>

#include "internal.h"
#include "vmap.h"

#define WINDOW_PAGES (1UL << 16) /* 256 MiB of addresses */

/* What made a mapping, and so what undoes it; the name that reports have for it. */
static const char by_vmap[] = "vmap()", by_vm_map_ram[] = "vm_map_ram()";

struct area {
	const char *maker;
	unsigned long caller;
	struct page **
		owned; /* VM_MAP_PUT_PAGES: goes with the mapping, and so does a reference to each */
	unsigned int count;
	struct page *pages[];
};

static void *window;
static struct area **area_at; /* of each page of the window, the guard pages among them */
static u16 *mappings;         /* of each page of the arena */
static unsigned long next, kept;

static void open_window(void)
{
	if (window)
		return;
	window = host_reserve(0, WINDOW_PAGES << PAGE_SHIFT, false);
	area_at = host_reserve(0, WINDOW_PAGES * sizeof(*area_at), true);
	mappings = host_reserve(0, VITRO_ARENA_PAGES * sizeof(*mappings), true);
}

/* Return: the number of the first of so many pages of the window, and one more, from where the last were on; or -1. */
static long find_room(unsigned int count)
{
	unsigned long end = next, room = 0, seen;

	for (seen = 0; seen < 2 * WINDOW_PAGES; seen++) {
		if (end == WINDOW_PAGES)
			end = room = 0;
		room = area_at[end++] ? 0 : room + 1;
		if (room <= count)
			continue;
		next = end;
		return end - room;
	}
	return -1;
}

static unsigned long window_index(const void *address)
{
	return window ? (unsigned long)(address - window) >> PAGE_SHIFT : WINDOW_PAGES;
}

bool vitro_is_vmapped(const void *address)
{
	return window_index(address) < WINDOW_PAGES;
}

static struct area *find_area(const void *address)
{
	return vitro_is_vmapped(address) ? area_at[window_index(address)] : NULL;
}

/* The mapping that begins at @address, and was made by @maker. */
static struct area *find_start(const void *address, const char *maker)
{
	struct area *area = find_area(address);
	unsigned long index = window_index(address);

	if (!area || !PAGE_ALIGNED((unsigned long)address) || area->maker != maker)
		return NULL;
	return index && area_at[index - 1] == area ? NULL : area;
}

static void set_area(unsigned long index, unsigned int count, struct area *area)
{
	unsigned int i;

	for (i = 0; i <= count; i++)
		area_at[index + i] = area;
}

static void map_page(const struct page *page, void *address)
{
	unsigned long index = vitro_arena_index(page_address(page));

	if (index >= VITRO_ARENA_PAGES)
		vitro_finding(HOST_HOLE,
			      "a page of memory that is not the page allocator's (%px) is mapped",
			      page_address(page));
	if (!mappings[index]++)
		vitro_arena_share(page, index << PAGE_SHIFT);
	host_share(address, PAGE_SIZE, index << PAGE_SHIFT, false);
}

static void unmap_page(const struct page *page)
{
	unsigned long index = vitro_arena_index(page_address(page));

	if (!--mappings[index])
		vitro_arena_unshare(page, index << PAGE_SHIFT);
}

static struct area *make_area(struct page **pages, unsigned int count, const char *maker,
			      unsigned long caller)
{
	struct area *area = kvmalloc(struct_size(area, pages, count), GFP_KERNEL);
	unsigned int i;

	for (i = 0; i < count; i++)
		WARN_ON(!pages[i]);
	if (!area)
		return NULL;
	area->maker = maker;
	area->caller = caller;
	area->owned = NULL;
	area->count = count;
	memcpy(area->pages, pages, count * sizeof(*pages));
	return area;
}

/* The mapping is first in the ledger: a leak is called after it. */
static void *map(struct page **pages, unsigned int count, const char *maker, unsigned long caller)
{
	struct area *area;
	void *address;
	unsigned int i;
	long index;

	open_window();
	index = find_room(count);
	if (index < 0)
		return NULL;
	address = window + (index << PAGE_SHIFT);
	host_ledger_add(address, (unsigned long)count << PAGE_SHIFT, HOST_VMAP, maker);
	area = make_area(pages, count, maker, caller);
	if (!area) {
		host_ledger_remove(address);
		return NULL;
	}
	set_area(index, count, area);
	for (i = 0; i < count; i++)
		map_page(pages[i], address + ((unsigned long)i << PAGE_SHIFT));
	host_poison(address + ((unsigned long)count << PAGE_SHIFT), PAGE_SIZE);
	return address;
}

static void unmap(struct area *area, void *address)
{
	unsigned long size = (unsigned long)area->count << PAGE_SHIFT;
	unsigned int i;

	vitro_check_free(address, size);
	host_unshare(address, size, 0, false);
	for (i = 0; i < area->count; i++)
		unmap_page(area->pages[i]);
	set_area(window_index(address), area->count, NULL);
	host_ledger_remove(address);
	kvfree(area);
}

void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot)
{
	void *address;

	might_sleep();
	BUG_ON(in_interrupt());
	if (WARN_ON_ONCE(flags & (VM_FLUSH_RESET_PERMS | VM_NO_GUARD)) || !count ||
	    count > totalram_pages())
		return NULL;
	address = map(pages, count, by_vmap, _RET_IP_);
	if (address && flags & VM_MAP_PUT_PAGES)
		find_area(address)->owned = pages;
	return address;
}

void vunmap(const void *address)
{
	struct area *area = find_start(address, by_vmap);

	BUG_ON(in_interrupt());
	might_sleep();
	if (!address)
		return;
	if (!area)
		vitro_finding(HOST_MISUSE, "Trying to vunmap() nonexistent vm area (%px)", address);
	unmap(area, (void *)address);
}

bool vitro_vmap_free(const void *address)
{
	struct area *area = find_start(address, by_vmap);
	struct page **owned;
	unsigned int count, i;

	if (!area)
		return false;
	owned = area->owned;
	count = area->count;
	unmap(area, (void *)address);
	for (i = 0; owned && i < count; i++)
		__free_page(owned[i]);
	kvfree(owned);
	return true;
}

void *vm_map_ram(struct page **pages, unsigned int count, int node)
{
	might_sleep();
	return WARN_ON_ONCE(!count) ? NULL : map(pages, count, by_vm_map_ram, _RET_IP_);
}

void vm_unmap_ram(const void *address, unsigned int count)
{
	struct area *area = find_start(address, by_vm_map_ram);

	might_sleep();
	if (!area)
		vitro_finding(HOST_MISUSE, "vm_unmap_ram() of what vm_map_ram() did not map (%px)",
			      address);
	if (area->count != count)
		vitro_finding(HOST_MISUSE, "vm_unmap_ram() of %u of %u pages", count, area->count);
	unmap(area, (void *)address);
}

void vm_unmap_aliases(void)
{
}

struct page *vmalloc_to_page(const void *address)
{
	const struct area *area = find_area(address);
	unsigned long index = window_index(address), i = 0;

	if (!area)
		return is_vmalloc_addr(address) && !vitro_is_vmapped(address) ?
			       virt_to_page(address) :
			       NULL;
	while (i < index && area_at[index - i - 1] == area)
		i++;
	return i < area->count ? area->pages[i] : NULL;
}

unsigned long vmalloc_to_pfn(const void *address)
{
	return page_to_pfn(vmalloc_to_page(address));
}

static bool has_page(const struct area *area, const struct page *page)
{
	unsigned int i;

	for (i = 0; area && i < area->count; i++)
		if (area->pages[i] == page)
			return true;
	return false;
}

static __noreturn void report_freed(const struct page *page)
{
	unsigned long index = 0;

	while (!has_page(area_at[index], page))
		index++;
	vitro_finding(HOST_MISUSE, "page of %px is freed while it is mapped by %s in %ps",
		      page_address(page), area_at[index]->maker, (void *)area_at[index]->caller);
}

void vitro_vmap_check_free(const void *start, unsigned long size)
{
	unsigned long first = vitro_arena_index(start), i;

	for (i = 0; mappings && i < size >> PAGE_SHIFT; i++)
		if (mappings[first + i])
			report_freed(virt_to_page(start) + i);
}

void vitro_vmap_keep(void)
{
	kept = next;
}

void vitro_vmap_reset(void)
{
	next = kept;
}
