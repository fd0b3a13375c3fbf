// SPDX-License-Identifier: GPL-2.0-only
/*
 * An allocation that may go into reclaim takes, for lockdep, what reclaim takes (mm/page_alloc.c): who holds a lock that a
 * shrinker takes, too, must not allocate so.
 */
#include <linux/lockdep.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>

static struct lockdep_map reclaim_map = STATIC_LOCKDEP_MAP_INIT("fs_reclaim", &reclaim_map);

static bool may_reclaim(gfp_t flags)
{
	flags = current_gfp_context(flags);
	return (flags & __GFP_DIRECT_RECLAIM) && (flags & __GFP_FS) &&
	       !(flags & __GFP_NOMEMALLOC) && !(current->flags & PF_MEMALLOC);
}

void fs_reclaim_acquire(gfp_t flags)
{
	if (may_reclaim(flags))
		lock_map_acquire(&reclaim_map);
}

void fs_reclaim_release(gfp_t flags)
{
	if (may_reclaim(flags))
		lock_map_release(&reclaim_map);
}
