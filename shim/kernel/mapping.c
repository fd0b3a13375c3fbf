// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages of files in address spaces (mm/memory.c, mm/rmap.c): nobody has an address space, so there is nothing to unmap
 * when a file is truncated, and nothing to write-protect when a page is written out.
 */
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>

#include <vitro/host.h>

#include "internal.h"

static void check(struct address_space *mapping)
{
	if (mapping && mapping_mapped(mapping))
		vitro_finding(HOST_HOLE,
			      "a file is mapped: there are no page tables to unmap it from");
}

void unmap_mapping_folio(struct folio *folio)
{
	check(folio->mapping);
}

void unmap_mapping_pages(struct address_space *mapping, pgoff_t start, pgoff_t pages,
			 bool even_cows)
{
	check(mapping);
}

void unmap_mapping_range(struct address_space *mapping, loff_t const start, loff_t const length,
			 int even_cows)
{
	check(mapping);
}

int folio_mkclean(struct folio *folio)
{
	check(folio_mapping(folio));
	return 0;
}
