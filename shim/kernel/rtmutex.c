// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kernel/locking/rtmutex_api.c, the real one, asks of kernel/sched/core.c. A task's priority is kept, but who runs first does not
 * depend on it.
 */
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/sched/rt.h>
#include <linux/version.h>

void rt_mutex_setprio(struct task_struct *task, struct task_struct *waiter)
{
	task->pi_top_task = waiter;
	task->prio = waiter ? min(waiter->prio, task->normal_prio) : task->normal_prio;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
void rt_mutex_pre_schedule(void)
{
}

void rt_mutex_schedule(void)
{
	schedule();
}

void rt_mutex_post_schedule(void)
{
}
#endif
