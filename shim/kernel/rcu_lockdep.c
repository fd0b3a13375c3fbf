// SPDX-License-Identifier: GPL-2.0-only
/* Who is a reader, as kernel/rcu/update.c tells it to rcu_dereference() and its kin. */
#include <linux/debug_locks.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <vitro/host.h>

#include "internal.h"

static struct lock_class_key lock_key, bh_lock_key, sched_lock_key, callback_key;

struct lockdep_map rcu_lock_map = STATIC_LOCKDEP_MAP_INIT("rcu_read_lock", &lock_key);
struct lockdep_map rcu_bh_lock_map = STATIC_LOCKDEP_MAP_INIT("rcu_read_lock_bh", &bh_lock_key);
struct lockdep_map rcu_sched_lock_map =
	STATIC_LOCKDEP_MAP_INIT("rcu_read_lock_sched", &sched_lock_key);
struct lockdep_map rcu_callback_map = STATIC_LOCKDEP_MAP_INIT("rcu_callback", &callback_key);

int notrace debug_lockdep_rcu_enabled(void)
{
	return debug_locks && !current->lockdep_recursion;
}

int rcu_read_lock_held(void)
{
	return !debug_lockdep_rcu_enabled() || lock_is_held(&rcu_lock_map);
}

int rcu_read_lock_bh_held(void)
{
	return !debug_lockdep_rcu_enabled() || in_softirq() || irqs_disabled();
}

int rcu_read_lock_sched_held(void)
{
	return !debug_lockdep_rcu_enabled() || lock_is_held(&rcu_sched_lock_map) || !preemptible();
}

int rcu_read_lock_any_held(void)
{
	return rcu_read_lock_sched_held() || lock_is_held(&rcu_lock_map) ||
	       lock_is_held(&rcu_bh_lock_map);
}

void lockdep_rcu_suspicious(const char *file, const int line, const char *what)
{
	vitro_finding(HOST_MISUSE, "WARNING: suspicious RCU usage: %s:%d %s", file, line, what);
}
