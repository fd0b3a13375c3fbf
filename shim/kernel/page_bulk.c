// SPDX-License-Identifier: GPL-2.0-only
/* Many single pages at once (mm/page_alloc.c): one after the other, into a list, or where an array has none yet. */
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm.h>

#include "internal.h"

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
unsigned long alloc_pages_bulk_noprof(gfp_t flags, int node, nodemask_t *nodes, int count,
				      struct list_head *list, struct page **array)
#else
unsigned long __alloc_pages_bulk(gfp_t flags, int node, nodemask_t *nodes, int count,
				 struct list_head *list, struct page **array)
#endif
{
	struct page *page;
	int i;

	for (i = 0; i < count; i++) {
		if (array && array[i])
			continue;
		page = NOPROF(__alloc_pages)(flags, 0, node, nodes);
		if (!page)
			break;
		if (list)
			list_add(&page->lru, list);
		else
			array[i] = page;
	}
	return i;
}
