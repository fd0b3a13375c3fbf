// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reclaim of the page cache (mm/vmscan.c): when pages run out, those that are clean and that nobody uses go, the oldest first. Nothing is
 * written for it, no shrinker is asked, and there is no kswapd.
 */
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagemap.h>
#include <linux/sched/mm.h>
#include <linux/swap.h>
#include <linux/version.h>
#include <vitro/reclaim.h>

#include "../../../../mm/internal.h"

#define SCANNED 1024 /* at a time */

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
#define EVICT(folio) mapping_evict_folio(folio_mapping(folio), folio)
#else
#define EVICT(folio) invalidate_inode_page(&(folio)->page)
#endif

/* The oldest folio of the list, which leaves it, with a reference. */
static struct folio *isolate_oldest(struct lruvec *lruvec, enum lru_list lru)
{
	struct list_head *list = &lruvec->lists[lru];
	struct folio *folio;

	spin_lock_irq(&lruvec->lru_lock);
	folio = list_empty(list) ? NULL : lru_to_folio(list);
	if (folio && folio_try_get(folio)) {
		folio_clear_lru(folio);
		lruvec_del_folio(lruvec, folio);
	} else {
		folio = NULL;
	}
	spin_unlock_irq(&lruvec->lru_lock);
	return folio;
}

/* Return: how many pages went; the folio may be among them, or stands behind all others. */
static unsigned long evict(struct folio *folio)
{
	unsigned long count = 0;

	if (folio_trylock(folio)) {
		count = EVICT(folio);
		folio_unlock(folio);
	}
	if (!count)
		folio_add_lru(folio);
	folio_put(folio);
	return count;
}

static unsigned long shrink(enum lru_list lru)
{
	unsigned long count = 0, scanned = 0;
	struct folio *folio;

	for (; count < SWAP_CLUSTER_MAX && scanned < SCANNED; scanned++) {
		folio = isolate_oldest(&contig_page_data.__lruvec, lru);
		if (!folio)
			break;
		count += evict(folio);
	}
	return count;
}

unsigned long vitro_reclaim(void)
{
	unsigned int flags = memalloc_noreclaim_save();
	unsigned long count;

	lru_add_drain();
	count = shrink(LRU_INACTIVE_FILE) ?: shrink(LRU_ACTIVE_FILE);
	memalloc_noreclaim_restore(flags);
	return count;
}
