// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shrinkers until 6.7, which gave them a file of their own, mm/shrinker.c: before, they are a part of reclaim (mm/vmscan.c). They are
 * registered and go again, under the lock that they have there; as there is never memory pressure, nobody asks them.
 */
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
#include <linux/list.h>
#include <linux/rwsem.h>
#include <linux/shrinker.h>
#include <linux/slab.h>

static LIST_HEAD(shrinker_list);
static DECLARE_RWSEM(shrinker_rwsem);

/* There are no memory control groups, and there is one node. */
static int prepare(struct shrinker *shrinker)
{
	shrinker->flags &= ~SHRINKER_MEMCG_AWARE;
	shrinker->nr_deferred = kzalloc(sizeof(*shrinker->nr_deferred), GFP_KERNEL);
	return shrinker->nr_deferred ? 0 : -ENOMEM;
}

int prealloc_shrinker(struct shrinker *shrinker, const char *format, ...)
{
	return prepare(shrinker);
}

void free_prealloced_shrinker(struct shrinker *shrinker)
{
	kfree(shrinker->nr_deferred);
	shrinker->nr_deferred = NULL;
}

void register_shrinker_prepared(struct shrinker *shrinker)
{
	down_write(&shrinker_rwsem);
	list_add_tail(&shrinker->list, &shrinker_list);
	shrinker->flags |= SHRINKER_REGISTERED;
	up_write(&shrinker_rwsem);
}

int register_shrinker(struct shrinker *shrinker, const char *format, ...)
{
	int error = prepare(shrinker);

	if (!error)
		register_shrinker_prepared(shrinker);
	return error;
}

void unregister_shrinker(struct shrinker *shrinker)
{
	if (!(shrinker->flags & SHRINKER_REGISTERED))
		return;
	down_write(&shrinker_rwsem);
	list_del(&shrinker->list);
	shrinker->flags &= ~SHRINKER_REGISTERED;
	up_write(&shrinker_rwsem);
	free_prealloced_shrinker(shrinker);
}

void synchronize_shrinkers(void)
{
	down_write(&shrinker_rwsem);
	up_write(&shrinker_rwsem);
}
#endif
