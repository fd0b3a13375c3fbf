/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VITRO_RECLAIM_H
#define VITRO_RECLAIM_H

/**
 * vitro_reclaim() - give pages back to the page allocator that can be done without
 *
 * Asked when none is left for somebody who may wait for one (__GFP_DIRECT_RECLAIM), not from within itself (PF_MEMALLOC); takes locks, as
 * reclaim does. Weak in shim/kernel/page_alloc.c, where nothing can be done without; targets/vfs/reclaim.c knows the page cache.
 *
 * Return: how many pages.
 */
unsigned long vitro_reclaim(void);

#endif
