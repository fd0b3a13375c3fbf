// SPDX-License-Identifier: GPL-2.0-only
/* Which class a lock is of, as kernel/locking/lockdep.c registers it: the key that it was initialised with, or a static lock's address. */
#include <linux/lockdep.h>
#include <linux/percpu.h>
#include <asm/sections.h>
#include <vitro/host.h>

#include "internal.h"
#include "lockdep.h"

extern char __executable_start[];

struct lock_class_key __lockdep_no_validate__;
struct lock_class_key __lockdep_no_track__;

static bool lies_in(const void *address, const void *start, const void *end)
{
	return address >= start && address < end;
}

/* A static lock is its own key, and all CPUs' copies of one have the same. */
static const void *static_key(const void *lock)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (lies_in(lock - __per_cpu_offset[cpu], __per_cpu_start, __per_cpu_end))
			return lock - __per_cpu_offset[cpu];
	return lies_in(lock, __executable_start, _end) ? lock : NULL;
}

void vitro_give_key(struct lockdep_map *lock)
{
	lock->key = (void *)static_key(lock);
	if (!lock->key)
		vitro_finding(HOST_MISUSE,
			      "INFO: trying to register non-static key: is the lock initialised?");
}

void lockdep_init_map_type(struct lockdep_map *lock, const char *name, struct lock_class_key *key,
			   int subclass, u8 inner, u8 outer, u8 lock_type)
{
	*lock = (struct lockdep_map){
		.key = key,
		.class_cache = { (void *)(unsigned long)subclass },
		.name = name,
		.wait_type_inner = inner,
		.wait_type_outer = outer,
		.lock_type = lock_type,
	};
}

bool vitro_lock_is_ordered(const struct held_lock *held, const struct held_lock *next)
{
	int (*compare)(const struct lockdep_map *, const struct lockdep_map *) =
		(void *)next->instance->class_cache[1];

	return compare && compare(held->instance, next->instance) < 0;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
/* Each lock of the class is told, where the real one tells the class. */
void lockdep_set_lock_cmp_fn(struct lockdep_map *lock, lock_cmp_fn compare, lock_print_fn print)
{
	lock->class_cache[1] = (void *)compare;
}
#endif

/* A key is an address: there is nothing to enter. */
void lockdep_register_key(struct lock_class_key *key)
{
}

void lockdep_unregister_key(struct lock_class_key *key)
{
	vitro_lock_order_forget(key);
}

void lockdep_reset_lock(struct lockdep_map *lock)
{
}

void lockdep_free_key_range(void *start, unsigned long size)
{
}
