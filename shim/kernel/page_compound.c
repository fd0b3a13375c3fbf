// SPDX-License-Identifier: GPL-2.0-only
/* Compound pages (mm/page_alloc.c). */
#include <linux/mm.h>
#include <linux/version.h>

#include "../../../mm/internal.h"

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
/* mm/internal.h has these later. */
void prep_compound_head(struct page *page, unsigned int order)
{
	set_compound_page_dtor(page, COMPOUND_PAGE_DTOR);
	set_compound_order(page, order);
	atomic_set(compound_mapcount_ptr(page), -1);
	atomic_set(compound_pincount_ptr(page), 0);
}

void prep_compound_tail(struct page *head, int index)
{
	head[index].mapping = TAIL_MAPPING;
	set_compound_head(&head[index], head);
	set_page_private(&head[index], 0);
}
#endif

/* The tail pages of a compound page point at its head. */
void prep_compound_page(struct page *page, unsigned int order)
{
	unsigned int i;

	__SetPageHead(page);
	for (i = 1; i < 1U << order; i++)
		prep_compound_tail(page, i);
	prep_compound_head(page, order);
}
