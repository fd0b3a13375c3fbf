// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalloc: page aligned, virtually contiguous, exact in size. The real one rounds up to pages and maps guard
 * pages; here the first byte past the request is out of bounds.
 */
#include <linux/mm.h>
#include <linux/sched/mm.h>
#include <linux/version.h>
#include <linux/vmalloc.h>
#include <vitro/host.h>

#include "internal.h"
#include "vmap.h"

static void *allocate(unsigned long size, gfp_t flags)
{
	might_alloc(flags);
	if (WARN_ON_ONCE(!size) || size > totalram_pages() << PAGE_SHIFT)
		return NULL;
	return host_alloc(size, PAGE_SIZE, !!(flags & __GFP_ZERO), HOST_VMALLOC, NULL);
}

void *NOPROF(__vmalloc_node_range)(unsigned long size, unsigned long align, unsigned long start,
				   unsigned long end, gfp_t flags, pgprot_t prot,
				   unsigned long vm_flags, int node, const void *caller)
{
	return allocate(size, flags);
}

void *NOPROF(__vmalloc)(unsigned long size, gfp_t flags)
{
	return allocate(size, flags);
}

void *NOPROF(vmalloc)(unsigned long size)
{
	return allocate(size, GFP_KERNEL);
}

void *NOPROF(vzalloc)(unsigned long size)
{
	return allocate(size, GFP_KERNEL | __GFP_ZERO);
}

void *NOPROF(vmalloc_node)(unsigned long size, int node)
{
	return allocate(size, GFP_KERNEL);
}

void *NOPROF(vzalloc_node)(unsigned long size, int node)
{
	return allocate(size, GFP_KERNEL | __GFP_ZERO);
}

void *NOPROF(vmalloc_user)(unsigned long size)
{
	return allocate(size, GFP_KERNEL | __GFP_ZERO);
}

static bool find_area(const void *memory, unsigned long *size)
{
	const void *owner;
	int kind;

	return !host_ledger_find(memory, size, &kind, &owner) && kind == HOST_VMALLOC;
}

static bool is_vmalloc(const void *memory)
{
	unsigned long size;

	return find_area(memory, &size);
}

/* mm/vmalloc.c, vfree(): an address that is not a vmalloc area's is a WARNING there. */
void vfree(const void *memory)
{
	unsigned long size;

	if (!memory)
		return;
	might_sleep_if(!in_interrupt());
	if (vitro_vmap_free(memory))
		return;
	if (find_area(memory, &size))
		vitro_check_free(memory, size);
	else if (virt_addr_valid(memory))
		vitro_finding(HOST_MISUSE, "Trying to vfree() nonexistent vm area (%px)", memory);
	host_free(memory);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
/* mm/vmalloc.c: an area that is to shrink stays where it is there; here its size is exact again. */
void *NOPROF(vrealloc)(const void *memory, size_t size, gfp_t flags)
{
	unsigned long old = 0;
	void *new = NULL;

	if (memory && !find_area(memory, &old)) {
		WARN(1, "Trying to vrealloc() nonexistent vm area (%p)\n", memory);
		return NULL;
	}
	if (size) {
		new = allocate(size, flags);
		if (!new)
			return NULL;
		memcpy(new, memory, min(size, old));
	}
	vfree(memory);
	return new;
}
#endif

void vfree_atomic(const void *memory)
{
	host_free(memory);
}

/* True for interior addresses, too, where the sanitizer can tell what they lie in. */
bool is_vmalloc_addr(const void *memory)
{
	unsigned long size;
	void *start;

	if (is_vmalloc(memory) || vitro_is_vmapped(memory))
		return true;
	return !host_extent(memory, &start, &size) && is_vmalloc(start);
}
