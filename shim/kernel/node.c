// SPDX-License-Identifier: GPL-2.0-only
/*
 * The one memory node and zone: what the page cache and the LRU lists hang on. Watermarks do not exist: pages
 * are reclaimed when there is none left (targets/vfs/reclaim.c).
 */
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/pagemap.h>
#include <linux/percpu.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include <vitro/harness.h>

#include "../../../mm/internal.h"

#include "internal.h"

struct pglist_data contig_page_data;
unsigned long totalreserve_pages;

static DEFINE_PER_CPU(struct per_cpu_nodestat, node_stats);
static DEFINE_PER_CPU(struct per_cpu_zonestat, zone_stats);

static int __init init_node(void)
{
	struct zone *zone;

	lruvec_init(&contig_page_data.__lruvec);
	contig_page_data.per_cpu_nodestats = &node_stats;
	contig_page_data.nr_zones = MAX_NR_ZONES;
	contig_page_data.node_present_pages = totalram_pages();
	contig_page_data.node_spanned_pages = totalram_pages();
	for_each_zone(zone)
	{
		zone->name = "vitro";
		zone->zone_pgdat = &contig_page_data;
		zone->per_cpu_zonestats = &zone_stats;
		spin_lock_init(&zone->lock);
	}
	return 0;
}
VITRO_BOOT_CALL(init_node);

unsigned long nr_free_buffer_pages(void)
{
	return totalram_pages();
}

/* mm/mm_init.c: a table that is never freed, a power of two in length. */
void *__init alloc_large_system_hash(const char *name, unsigned long bucket_size,
				     unsigned long entries, int scale, int flags,
				     unsigned int *shift, unsigned int *mask,
				     unsigned long low_limit, unsigned long high_limit)
{
	unsigned int order = 10;

	*shift = order;
	if (mask)
		*mask = (1U << order) - 1;
	return kcalloc(1UL << order, bucket_size, GFP_KERNEL);
}

/*
 * mm/vmscan.c: take a locked, clean folio that nobody else uses out of the page
 * cache. The caller's reference stays. Return: how many pages went, or 0.
 */
long remove_mapping(struct address_space *mapping, struct folio *folio)
{
	void (*free_folio)(struct folio *folio) = mapping->a_ops->free_folio;
	long pages = folio_nr_pages(folio);
	bool removed = false;

	spin_lock(&mapping->host->i_lock);
	xa_lock_irq(&mapping->i_pages);
	if (folio_ref_freeze(folio, 1 + pages)) {
		removed = !folio_test_dirty(folio);
		if (removed)
			__filemap_remove_folio(folio, NULL);
		folio_ref_unfreeze(folio, removed ? 1 : 1 + pages);
	}
	xa_unlock_irq(&mapping->i_pages);
	if (removed && mapping_shrinkable(mapping))
		inode_add_lru(mapping->host);
	spin_unlock(&mapping->host->i_lock);
	if (removed && free_folio)
		free_folio(folio);
	return removed ? pages : 0;
}

/* mm/show_mem.c: as if nobody had any. */
void si_meminfo(struct sysinfo *info)
{
	*info = (struct sysinfo){
		.totalram = totalram_pages(),
		.freeram = totalram_pages(),
		.mem_unit = PAGE_SIZE,
	};
}
