// SPDX-License-Identifier: GPL-2.0-only
/*
 * What must be over when memory is freed, a task ends or an input has run: held locks (kernel/locking/lockdep.c), and armed timers and
 * queued works (lib/debugobjects.c).
 */
#include <linux/debug_locks.h>
#include <linux/lockdep.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <vitro/host.h>

#include "internal.h"
#include "lockdep.h"

static bool lies_in(const void *address, const void *start, const void *end)
{
	return address >= start && address < end;
}

void vitro_show_lock(const char *what, const struct held_lock *held)
{
	pr_info("%s %s, taken at %pS\n", what, held->instance->name, (void *)held->acquire_ip);
}

void debug_check_no_locks_freed(const void *start, unsigned long size)
{
	struct held_lock *held;

	for (held = vitro_last_held(); held && held >= current->held_locks; held--) {
		if (!lies_in(held->instance, start, start + size))
			continue;
		vitro_show_lock("freed is", held);
		vitro_finding(HOST_MISUSE, "WARNING: held lock freed! %s", held->instance->name);
	}
}

static void check_object(const char *type, const void *function)
{
	if (function)
		vitro_finding(HOST_MISUSE,
			      "ODEBUG: free active (active state 0) object type: %s hint: %ps",
			      type, function);
}

void vitro_check_free(const void *start, unsigned long size)
{
	debug_check_no_locks_freed(start, size);
	check_object("timer_list", vitro_timer_within(start, size));
	check_object("work_struct", vitro_work_within(start, size));
}

void debug_check_no_locks_held(void)
{
	if (!vitro_last_held())
		return;
	vitro_show_lock("held is", vitro_last_held());
	vitro_finding(HOST_MISUSE, "WARNING: %s/%d still has locks held!", current->comm,
		      current->pid);
}

/* vitro_check_context() says it of RCU. */
static bool is_rcu(const struct held_lock *held)
{
	return held->instance == &rcu_lock_map || held->instance == &rcu_bh_lock_map ||
	       held->instance == &rcu_sched_lock_map;
}

void vitro_check_locks(void)
{
	struct held_lock *held, *first = NULL;
	unsigned int count = 0;

	for (held = vitro_last_held(); held && held >= current->held_locks; held--) {
		if (is_rcu(held))
			continue;
		vitro_show_lock("held is", held);
		first = held;
		count++;
	}
	if (first)
		vitro_finding(HOST_MISUSE,
			      "BUG: lock held when returning: %u lock(s), first %s taken in %ps",
			      count, first->instance->name, (void *)first->acquire_ip);
}
