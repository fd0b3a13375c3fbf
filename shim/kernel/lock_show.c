// SPDX-License-Identifier: GPL-2.0-only
/* Who holds which locks and waits for which, as lockdep_print_held_locks() in kernel/locking/lockdep.c shows it. */
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <vitro/host.h>

#include "internal.h"
#include "lockdep.h"
#include "sched.h"
#include "trail.h"

static void show(const struct task_struct *task, const struct held_lock *held)
{
	pr_info(" #%d: %s, taken at:\n", (int)(held - task->held_locks), held->instance->name);
	vitro_stack_show(task->thread.held_at + (held - task->held_locks));
}

void vitro_show_lock(const struct held_lock *held)
{
	pr_info("%s/%d holds\n", current->comm, current->pid);
	show(current, held);
}

/* A lock is announced before it is taken. Of both kinds the queue's lock is another member. */
const struct held_lock *vitro_wanted_lock(const struct task_struct *task)
{
	const struct lockdep_map *queue = task->thread.waits_on;
	const struct held_lock *last;

	if (!task->lockdep_depth || !queue || !task->__state)
		return NULL;
	last = &task->held_locks[task->lockdep_depth - 1];
	if (queue == &container_of(last->instance, struct mutex, dep_map)->wait_lock.dep_map ||
	    queue == &container_of(last->instance, struct rw_semaphore, dep_map)->wait_lock.dep_map)
		return last;
	return NULL;
}

void vitro_show_locks(const struct task_struct *task)
{
	const struct held_lock *wanted = vitro_wanted_lock(task);
	int i, count = task->lockdep_depth - !!wanted;

	if (!count)
		return;
	pr_info("%d lock(s) held by %s/%d:\n", count, task->comm, task->pid);
	for (i = 0; i < count; i++)
		show(task, &task->held_locks[i]);
}

void vitro_show_holder(const struct lockdep_map *lock)
{
	const struct task_struct *task;
	int i;

	list_for_each_entry(task, &vitro_tasks, thread.all) {
		const struct held_lock *wanted = vitro_wanted_lock(task);

		for (i = 0; i < task->lockdep_depth; i++) {
			const struct held_lock *held = &task->held_locks[i];

			if (held->instance != lock || held == wanted)
				continue;
			pr_info("%s is held by %s/%d:\n", lock->name, task->comm, task->pid);
			show(task, held);
		}
	}
}

void vitro_bad_unlock(const struct lockdep_map *lock)
{
	vitro_show_locks(current);
	vitro_show_holder(lock);
	vitro_trail_show(lock, "released last");
	vitro_finding(HOST_MISUSE, "WARNING: bad unlock balance detected! %s is not held by %s",
		      lock->name, current->comm);
}
