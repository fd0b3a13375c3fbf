// SPDX-License-Identifier: GPL-2.0-only
/* Pages of user memory that are held. */
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/version.h>
#include <vitro/harness.h>

#include "selftest.h"

#define COUNT 3

static char memory[COUNT * PAGE_SIZE + 100] __aligned(PAGE_SIZE);
static struct page *pages[COUNT + 1];

static unsigned long map(bool writable)
{
	return (unsigned long)vitro_user_map(memory, sizeof(memory), writable);
}

CASE(pinned_pages_are_the_memory, NULL)
{
	unsigned long user = map(true);
	int i;

	EXPECT(pin_user_pages_fast(user + 7, COUNT, FOLL_WRITE, pages) == COUNT);
	for (i = 0; i < COUNT; i++) {
		memset(page_address(pages[i]), 'a' + i, PAGE_SIZE);
		EXPECT(!memchr_inv(memory + i * PAGE_SIZE, 'a' + i, PAGE_SIZE));
	}
	EXPECT(folio_maybe_dma_pinned(page_folio(pages[0])));
	unpin_user_pages(pages, COUNT);
	EXPECT(!folio_maybe_dma_pinned(page_folio(pages[0])));
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
CASE(page_is_pinned_once_more, NULL)
{
	pin_user_pages_fast(map(true), 1, FOLL_WRITE, pages);
	folio_add_pin(page_folio(pages[0]));
	unpin_user_page(pages[0]);
	EXPECT(folio_maybe_dma_pinned(page_folio(pages[0])));
	unpin_user_page(pages[0]);
	EXPECT(!folio_maybe_dma_pinned(page_folio(pages[0])));
}

CASE(page_of_zeros_is_not_counted, NULL)
{
	int count = page_count(ZERO_PAGE(0));

	folio_add_pin(page_folio(ZERO_PAGE(0)));
	EXPECT(page_count(ZERO_PAGE(0)) == count);
	unpin_user_page(ZERO_PAGE(0));
	EXPECT(page_count(ZERO_PAGE(0)) == count);
}
#endif

/* Pages that are mapped are held, up to the first that is not, or not all. */
CASE(what_is_not_mapped_is_not_held, NULL)
{
	unsigned long user = map(true);

	EXPECT(pin_user_pages_fast(user + PAGE_SIZE, COUNT, 0, pages) == COUNT - 1);
	unpin_user_pages(pages, COUNT - 1);
	EXPECT(pin_user_pages_fast(user + COUNT * PAGE_SIZE, 1, 0, pages) == -EFAULT);
	EXPECT(pin_user_pages_fast(PAGE_SIZE, 1, 0, pages) == -EFAULT);
	EXPECT(pin_user_pages_fast(user, 0, 0, pages) == 0);
}

CASE(read_only_pages_are_not_written, NULL)
{
	unsigned long user = map(false);

	EXPECT(pin_user_pages_fast(user, 1, FOLL_WRITE, pages) == -EFAULT);
	EXPECT(pin_user_pages_fast(user, 1, 0, pages) == 1);
	unpin_user_page(pages[0]);
}

CASE(taken_pages_are_put, NULL)
{
	EXPECT(get_user_pages_fast(map(true), COUNT, FOLL_WRITE, pages) == COUNT);
	put_page(pages[0]);
	put_page(pages[1]);
	put_page(pages[2]);
}

CASE(page_is_never_unpinned, "leak: page of user memory is still held")
{
	pin_user_pages_fast(map(true), 1, FOLL_WRITE, pages);
}

CASE(page_is_never_put, "leak: page of user memory is still held")
{
	get_user_pages_fast(map(true), 1, FOLL_WRITE, pages);
}

CASE(page_is_unpinned_twice, "misuse: unpin_user_page of a page that is not pinned")
{
	pin_user_pages_fast(map(true), 1, FOLL_WRITE, pages);
	unpin_user_page(pages[0]);
	unpin_user_page(pages[0]);
}

CASE(memory_begins_within_a_page, "hole: pages of user memory that begins within one")
{
	unsigned long user = (unsigned long)vitro_user_map(memory + 8, 2 * PAGE_SIZE, true);

	pin_user_pages_fast(user, 1, FOLL_WRITE, pages);
}
