// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages of user memory that are worked on where they are, as direct I/O does (mm/gup.c, Documentation/core-api/pin_user_pages.rst). What is
 * mapped is there; how often it is held is counted in the page, and must be as before when the input has ended.
 */
#include <linux/mm.h>
#include <linux/page_ref.h>
#include <linux/version.h>
#include <vitro/host.h>

#include "internal.h"
#include "user.h"

static int take(unsigned long start, int count, unsigned int flags, struct page **pages,
		int references)
{
	int i;

	start &= PAGE_MASK;
	for (i = 0; i < count; i++) {
		void *memory = vitro_user_page(start + i * PAGE_SIZE, flags & FOLL_WRITE);

		if (!memory)
			break;
		pages[i] = virt_to_page(memory);
		page_ref_add(pages[i], references);
	}
	return i || count <= 0 ? i : -EFAULT;
}

int get_user_pages_fast(unsigned long start, int count, unsigned int flags, struct page **pages)
{
	return take(start, count, flags, pages, 1);
}

int pin_user_pages_fast(unsigned long start, int count, unsigned int flags, struct page **pages)
{
	if (WARN_ON_ONCE(flags & FOLL_GET || !pages))
		return -EINVAL;
	return take(start, count, flags, pages, GUP_PIN_COUNTING_BIAS);
}

/* The page of zeros is anybody's: it is not counted. */
static bool is_counted(struct page *page)
{
	return !is_zero_pfn(page_to_pfn(page));
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
void folio_add_pin(struct folio *folio)
{
	if (!is_counted(&folio->page))
		return;
	WARN_ON_ONCE(folio_ref_count(folio) < GUP_PIN_COUNTING_BIAS);
	folio_ref_add(folio, GUP_PIN_COUNTING_BIAS);
}
#endif

static void unpin(struct page *page, unsigned long count)
{
	if (!is_counted(page))
		return;
	if (page_count(page) <= count * GUP_PIN_COUNTING_BIAS)
		vitro_finding(HOST_MISUSE, "unpin_user_page of a page that is not pinned (%px)",
			      page);
	page_ref_sub(page, count * GUP_PIN_COUNTING_BIAS);
}

void unpin_user_page(struct page *page)
{
	unpin(page, 1);
}

void unpin_user_pages(struct page **pages, unsigned long count)
{
	while (count--)
		unpin(*pages++, 1);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
void unpin_user_folio(struct folio *folio, unsigned long count)
{
	unpin(&folio->page, count);
}
#endif
