// SPDX-License-Identifier: GPL-2.0-only
/* One task that waits without a queue (include/linux/rcuwait.h; kernel/exit.c and kernel/rcu/update.c have these). */
#include <linux/rcupdate.h>
#include <linux/rcuwait.h>
#include <linux/sched.h>

int rcuwait_wake_up(struct rcuwait *wait)
{
	struct task_struct *task;
	int woken = 0;

	rcu_read_lock();
	smp_mb();
	task = rcu_dereference(wait->task);
	if (task)
		woken = wake_up_process(task);
	rcu_read_unlock();
	return woken;
}

void finish_rcuwait(struct rcuwait *wait)
{
	rcu_assign_pointer(wait->task, NULL);
	__set_current_state(TASK_RUNNING);
}
