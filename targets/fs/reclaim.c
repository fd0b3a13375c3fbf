// SPDX-License-Identifier: GPL-2.0-only
/*
 * What memory pressure would free sooner or later (mm/vmscan.c), at the end of an input instead, or it would look like a leak: pages
 * that are in a CPU's batch on their way to the LRU lists, and pages that were truncated while one of their buffers was in use,
 * and belong to no file any more ("orphaned" there).
 */
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagemap.h>
#include <linux/radix-tree.h>
#include <linux/slab.h>
#include <linux/swap.h>

#include "fs.h"

#if __has_include("../../../../lib/radix-tree.h")
#include "../../../../lib/radix-tree.h"
#else
extern struct kmem_cache *radix_tree_node_cachep;
#endif

static bool is_orphan(struct folio *folio)
{
	return !folio->mapping && folio_has_private(folio);
}

/* The buffers have the only reference; when one is still in use, they stay, and are a leak. */
static bool release(struct folio *folio)
{
	bool released = false;

	folio_get(folio);
	if (folio_trylock(folio)) {
		released = filemap_release_folio(folio, GFP_KERNEL);
		folio_unlock(folio);
	}
	folio_put(folio);
	return released;
}

static bool release_one(struct lruvec *lruvec)
{
	struct folio *folio;
	enum lru_list lru;

	for_each_evictable_lru(lru)
		list_for_each_entry(folio, &lruvec->lists[lru],
				    lru) if (is_orphan(folio) && release(folio)) return true;
	return false;
}

/* What a CPU has ready for radix trees it keeps until it goes down (lib/radix-tree.c). */
static void free_preloaded(struct radix_tree_preload *preload)
{
	struct radix_tree_node *node;

	for (; preload->nr; preload->nr--) {
		node = preload->nodes;
		preload->nodes = node->parent;
		kmem_cache_free(radix_tree_node_cachep, node);
	}
}

void vitro_fs_reclaim(void)
{
	struct pglist_data *node = first_online_pgdat();
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		free_preloaded(per_cpu_ptr(&radix_tree_preloads, cpu));
	lru_add_drain_all();
	while (release_one(&node->__lruvec))
		;
}
