// SPDX-License-Identifier: GPL-2.0-only
/*
 * What must be over when memory is freed, a task ends or an input has run: held locks (kernel/locking/lockdep.c), and armed timers and
 * queued works (lib/debugobjects.c).
 */
#include <linux/debug_locks.h>
#include <linux/lockdep.h>
#include <linux/sched.h>
#include <linux/wait.h>
#include <vitro/host.h>

#include "internal.h"
#include "lockdep.h"
#include "sched.h"
#include "trail.h"

#define STACK_MAX (256UL << 10) /* shim/host/fiber.c */

static bool lies_in(const void *address, const void *start, const void *end)
{
	return address >= start && address < end;
}

void debug_check_no_locks_freed(const void *start, unsigned long size)
{
	struct held_lock *held;

	for (held = vitro_last_held(); held && held >= current->held_locks; held--) {
		if (!lies_in(held->instance, start, start + size))
			continue;
		vitro_show_lock(held);
		vitro_finding(HOST_MISUSE, "WARNING: held lock freed! %s", held->instance->name);
	}
}

/* A wait queue's list follows its lock; the entry of who waits is on that task's stack. */
static __attribute__((no_sanitize("address", "memory"))) bool is_queued(
	const struct task_struct *task)
{
	const struct wait_queue_head *head =
		container_of(task->thread.waits_on, struct wait_queue_head, lock.dep_map);
	unsigned long top = task->thread.outermost;

	return lies_in(head->head.next, (void *)(top - STACK_MAX), (void *)top) ||
	       lies_in(head->head.prev, (void *)(top - STACK_MAX), (void *)top);
}

static void check_waiters(const void *start, unsigned long size)
{
	const struct task_struct *task;

	if (!vitro_waiters)
		return;
	list_for_each_entry(task, &vitro_tasks, thread.all) {
		if (!lies_in(task->thread.waits_on, start, start + size) ||
		    !list_empty(&task->thread.queue) || !is_queued(task))
			continue;
		vitro_show_tasks();
		vitro_finding(HOST_MISUSE, "freed with a waiter: %s, for which %s:%d waits",
			      task->thread.waits_on->name, task->comm, task->pid);
	}
}

static void report_active(const char *type, const void *object, const void *function)
{
	vitro_trail_show(object, "queued");
	vitro_finding(HOST_MISUSE, "ODEBUG: free active (active state 0) object type: %s hint: %ps",
		      type, function);
}

void vitro_check_free(const void *start, unsigned long size)
{
	const void *object, *function;

	debug_check_no_locks_freed(start, size);
	check_waiters(start, size);
	object = vitro_timer_within(start, size, &function);
	if (object)
		report_active("timer_list", object, function);
	object = vitro_hrtimer_within(start, size, &function);
	if (object)
		report_active("hrtimer", object, function);
	object = vitro_work_within(start, size, &function);
	if (object)
		report_active("work_struct", object, function);
}

void debug_check_no_locks_held(void)
{
	if (!vitro_last_held())
		return;
	vitro_show_locks(current);
	vitro_finding(HOST_MISUSE, "WARNING: %s:%d still has locks held! %s", current->comm,
		      current->pid, vitro_last_held()->instance->name);
}

/* As lockdep_sys_exit(): an input has returned. */
void vitro_check_locks(void)
{
	const struct held_lock *first = current->held_locks;

	if (!vitro_last_held())
		return;
	vitro_show_locks(current);
	vitro_finding(HOST_MISUSE,
		      "WARNING: lock held when returning to user space! %s taken in %ps",
		      first->instance->name, (void *)first->acquire_ip);
}
