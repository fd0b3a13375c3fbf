/* SPDX-License-Identifier: GPL-2.0-only */
/* What kmalloc.c and slab.c share: kfree() takes objects of either. */
#ifndef VITRO_SLAB_H
#define VITRO_SLAB_H

#include <linux/types.h>

struct kmem_cache;

/**
 * vitro_slab_find() - what is known of an object
 * @object:	not NULL and not ZERO_SIZE_PTR
 * @cache:	the cache it is from, NULL for kmalloc
 *
 * Return: 0, or -ENOENT when it is not the start of a live object.
 */
int vitro_slab_find(const void *object, unsigned long *size, const struct kmem_cache **cache);

/* Give a cache's object back, after a grace period where the cache is SLAB_TYPESAFE_BY_RCU. */
void vitro_slab_release(struct kmem_cache *cache, void *object);

#endif
