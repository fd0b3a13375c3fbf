// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmem_cache (include/linux/slab.h): constructors, alignment, zeroing, SLAB_TYPESAFE_BY_RCU. Like kmalloc.c, one
 * sanitizer allocation per object; nothing is recycled, so a constructor runs for each.
 */
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <vitro/host.h>

#include "internal.h"
#include "slab.h"

struct kmem_cache {
	const char *name;
	unsigned int size;
	unsigned int align;
	slab_flags_t flags;
	void (*ctor)(void *object);
	unsigned long live;
};

/* An object of a SLAB_TYPESAFE_BY_RCU cache keeps its contents until the grace period ends. */
struct deferred_free {
	struct rcu_head rcu;
	void *object;
};

int vitro_slab_find(const void *object, unsigned long *size, const struct kmem_cache **cache)
{
	const void *owner;
	int kind;

	if (host_ledger_find(object, size, &kind, &owner) || kind != HOST_SLAB)
		return -ENOENT;
	*cache = owner;
	return 0;
}

static void free_after_grace_period(struct rcu_head *rcu)
{
	struct deferred_free *deferred = container_of(rcu, struct deferred_free, rcu);

	host_free(deferred->object);
	host_free(deferred);
}

void vitro_slab_release(struct kmem_cache *cache, void *object)
{
	struct deferred_free *deferred;

	cache->live--;
	if (!(cache->flags & SLAB_TYPESAFE_BY_RCU)) {
		host_free(object);
		return;
	}
	deferred = host_alloc(sizeof(*deferred), 8, 1, HOST_SLAB, NULL);
	deferred->object = object;
	call_rcu(&deferred->rcu, free_after_grace_period);
}

static struct kmem_cache *cache_create(const char *name, unsigned int size, unsigned int align,
				       slab_flags_t flags, void (*ctor)(void *object))
{
	struct kmem_cache *cache = host_alloc(sizeof(*cache), 8, 1, HOST_SLAB, NULL);

	cache->name = kstrdup(name, GFP_KERNEL);
	cache->size = size;
	cache->align = max(align, 8u);
	if (flags & SLAB_HWCACHE_ALIGN)
		cache->align = max_t(unsigned int, cache->align, L1_CACHE_BYTES);
	cache->flags = flags;
	cache->ctor = ctor;
	return cache;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)

struct kmem_cache *__kmem_cache_create_args(const char *name, unsigned int size,
					    struct kmem_cache_args *args, slab_flags_t flags)
{
	return cache_create(name, size, args->align, flags, args->ctor);
}

#else

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *object))
{
	return cache_create(name, size, align, flags, ctor);
}

struct kmem_cache *kmem_cache_create_usercopy(const char *name, unsigned int size,
					      unsigned int align, slab_flags_t flags,
					      unsigned int offset, unsigned int length,
					      void (*ctor)(void *object))
{
	return cache_create(name, size, align, flags, ctor);
}

#endif

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
/* As mm/slab_common.c without CONFIG_SLAB_BUCKETS: no buckets of one's own. */
kmem_buckets *kmem_buckets_create(const char *name, slab_flags_t flags, unsigned int useroffset,
				  unsigned int usersize, void (*ctor)(void *))
{
	return ZERO_SIZE_PTR;
}
#endif

void kmem_cache_destroy(struct kmem_cache *cache)
{
	if (!cache)
		return;
	rcu_barrier();
	if (cache->live)
		vitro_finding(HOST_MISUSE, "kmem_cache_destroy %s: Slab cache still has objects",
			      cache->name);
	kfree(cache->name);
	host_free(cache);
}

extern struct kmem_cache *vitro_caches_start[], *vitro_caches_end[];

/* One word at a time: the sanitizer may have put its red zones, which are zero, between the tables. */
__attribute__((no_sanitize("address", "memory", "thread"))) void vitro_caches_unload(void)
{
	struct kmem_cache **cache;

	for (cache = vitro_caches_start; cache < vitro_caches_end; cache++) {
		if (*cache)
			kmem_cache_destroy(*cache);
		*cache = NULL;
	}
}

int kmem_cache_shrink(struct kmem_cache *cache)
{
	return 0;
}

unsigned int kmem_cache_size(struct kmem_cache *cache)
{
	return cache->size;
}

static void *cache_allocate(struct kmem_cache *cache, gfp_t flags)
{
	void *object;

	might_alloc(flags);
	object = host_alloc(cache->size, cache->align, !!(flags & __GFP_ZERO), HOST_SLAB, cache);
	if (!object)
		return NULL;
	cache->live++;
	if (cache->ctor)
		cache->ctor(object);
	return object;
}

void *NOPROF(kmem_cache_alloc)(struct kmem_cache *cache, gfp_t flags)
{
	return cache_allocate(cache, flags);
}

void *NOPROF(kmem_cache_alloc_lru)(struct kmem_cache *cache, struct list_lru *lru, gfp_t flags)
{
	return cache_allocate(cache, flags);
}

void *NOPROF(kmem_cache_alloc_node)(struct kmem_cache *cache, gfp_t flags, int node)
{
	return cache_allocate(cache, flags);
}

int NOPROF(kmem_cache_alloc_bulk)(struct kmem_cache *cache, gfp_t flags, size_t count,
				  void **objects)
{
	for (size_t i = 0; i < count; i++)
		objects[i] = cache_allocate(cache, flags);
	return count;
}

/* mm/slub.c, cache_from_obj(): what a wrong cache is called there. */
void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	const struct kmem_cache *owner = NULL;
	unsigned long size;

	if (vitro_slab_find(object, &size, &owner)) {
		host_free(
			object); /* freed already, or never allocated: the sanitizer's to report */
		return;
	}
	if (owner != cache)
		vitro_finding(HOST_MISUSE,
			      "kmem_cache_free: Wrong slab cache. %s but object is from %s",
			      cache->name, owner ? owner->name : "kmalloc");
	vitro_check_free(object, size);
	vitro_slab_release(cache, object);
}

void kmem_cache_free_bulk(struct kmem_cache *cache, size_t count, void **objects)
{
	for (size_t i = 0; i < count; i++) {
		if (cache)
			kmem_cache_free(cache, objects[i]);
		else
			kfree(objects[i]);
	}
}

const char *vitro_cache_name(const void *cache)
{
	return cache ? ((const struct kmem_cache *)cache)->name : "kmalloc";
}
