// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmalloc, as Documentation/core-api/memory-allocation.rst and include/linux/slab.h promise it: alignment of
 * power-of-two sizes, zeroing, kfree() of kmem_cache objects, too.
 *
 * The real allocator recycles freed objects and rounds sizes up. This one does neither: each object is one
 * sanitizer allocation of the size asked for, so the first byte past it and any use after it are reported.
 * ksize() is therefore the requested size. Nothing fails unless the size could never succeed.
 */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <vitro/host.h>

#include "internal.h"
#include "slab.h"

/* Inline code indexes this; the caches in it are never looked into. */
__typeof__(kmalloc_caches) kmalloc_caches;

static bool size_impossible(size_t size, gfp_t flags)
{
	if (size <= KMALLOC_MAX_SIZE)
		return false;
	WARN_ON_ONCE(!(flags & __GFP_NOWARN));
	return true;
}

/* The largest power of two that divides the size; large objects are whole pages, and declared so to the compiler. */
static size_t kmalloc_alignment(size_t size)
{
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return PAGE_SIZE;
	return clamp_t(size_t, size & -size, ARCH_KMALLOC_MINALIGN, PAGE_SIZE);
}

static void *allocate(size_t size, gfp_t flags)
{
	might_alloc(flags);
	if (!size)
		return ZERO_SIZE_PTR;
	if (size_impossible(size, flags))
		return NULL;
	return host_alloc(size, kmalloc_alignment(size), !!(flags & __GFP_ZERO), HOST_SLAB, NULL);
}

/* The names that are behind kmalloc() and its kin, where NOPROF() does not say it all. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
#define NODE_SIZE          DECL_BUCKET_PARAMS(size, buckets)
#define KMALLOC_CACHE      __kmalloc_cache_noprof
#define KMALLOC_CACHE_NODE __kmalloc_cache_node_noprof
#define KMALLOC_LARGE      __kmalloc_large_noprof
#define KMALLOC_LARGE_NODE __kmalloc_large_node_noprof
#else
#define NODE_SIZE          size_t size
#define KMALLOC_CACHE      kmalloc_trace
#define KMALLOC_CACHE_NODE kmalloc_node_trace
#define KMALLOC_LARGE      kmalloc_large
#define KMALLOC_LARGE_NODE kmalloc_large_node
#endif

void *NOPROF(__kmalloc)(size_t size, gfp_t flags)
{
	return allocate(size, flags);
}

void *NOPROF(__kmalloc_node)(NODE_SIZE, gfp_t flags, int node)
{
	return allocate(size, flags);
}

void *NOPROF(__kmalloc_node_track_caller)(NODE_SIZE, gfp_t flags, int node, unsigned long caller)
{
	return allocate(size, flags);
}

void *KMALLOC_CACHE(struct kmem_cache *cache, gfp_t flags, size_t size)
{
	return allocate(size, flags);
}

void *KMALLOC_CACHE_NODE(struct kmem_cache *cache, gfp_t flags, int node, size_t size)
{
	return allocate(size, flags);
}

void *KMALLOC_LARGE(size_t size, gfp_t flags)
{
	return allocate(size, flags);
}

void *KMALLOC_LARGE_NODE(size_t size, gfp_t flags, int node)
{
	return allocate(size, flags);
}

void kfree(const void *object)
{
	const struct kmem_cache *cache = NULL;
	unsigned long size;

	if (ZERO_OR_NULL_PTR(object))
		return;
	if (vitro_slab_find(object, &size, &cache)) {
		host_free(object);
		return;
	}
	vitro_check_free(object, size);
	if (cache)
		vitro_slab_release((struct kmem_cache *)cache, (void *)object);
	else
		host_free(object);
}

size_t ksize(const void *object)
{
	const struct kmem_cache *cache;
	unsigned long size;

	if (ZERO_OR_NULL_PTR(object))
		return 0;
	if (vitro_slab_find(object, &size, &cache))
		vitro_finding(HOST_MISUSE, "ksize of %px, which is not a slab object", object);
	return size;
}

size_t __ksize(const void *object)
{
	return ksize(object);
}

size_t kmalloc_size_roundup(size_t size)
{
	return size;
}

void kfree_sensitive(const void *object)
{
	if (ZERO_OR_NULL_PTR(object))
		return;
	memzero_explicit((void *)object, ksize(object));
	kfree(object);
}

void *NOPROF(krealloc)(const void *object, size_t size, gfp_t flags)
{
	void *moved;

	if (!size) {
		kfree(object);
		return ZERO_SIZE_PTR;
	}
	moved = allocate(size, flags);
	if (!moved || ZERO_OR_NULL_PTR(object))
		return moved;
	memcpy(moved, object, min(size, ksize(object)));
	kfree(object);
	return moved;
}

bool slab_is_available(void)
{
	return true;
}
