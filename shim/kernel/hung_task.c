// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tasks that get nowhere (kernel/hung_task.c, kernel/watchdog.c), on the virtual clock: nobody is left who could wake one, it waits
 * uninterruptibly for two minutes, or it spins for twenty seconds.
 */
#include <linux/kallsyms.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/timekeeping.h>
#include <vitro/host.h>

#include "internal.h"
#include "lockdep.h"
#include "sched.h"

#define HUNG_TASK_NS (120ULL * NSEC_PER_SEC)

static void show_stack_of(const struct task_struct *task)
{
	unsigned long addresses[24];
	int i, count = host_fiber_stack(task->thread.fiber, addresses, ARRAY_SIZE(addresses));

	for (i = 0; i < count; i++)
		vitro_show_place(addresses[i]);
}

static void show_wait(const struct task_struct *task)
{
	const struct held_lock *wanted = vitro_wanted_lock(task);

	if (wanted) {
		pr_info(" waits for %s\n", wanted->instance->name);
		vitro_show_holder(wanted->instance);
	} else if (task->__state && task->thread.waits_on) {
		pr_info(" waits on a queue: %s\n", task->thread.waits_on->name);
	}
}

/* As sched_show_task() in kernel/sched/core.c. */
static void show_task(const struct task_struct *task)
{
	pr_info("task:%s state:%c pid:%d cpu:%u%s\n", task->comm, task_state_to_char((void *)task),
		task->pid, task_cpu(task), task == current ? " (running)" : "");
	show_wait(task);
	if (task != current)
		show_stack_of(task);
	vitro_show_locks(task);
}

void vitro_show_tasks(void)
{
	struct task_struct *task;

	list_for_each_entry(task, &vitro_tasks, thread.all)
		if (!(task->__state & TASK_NOLOAD))
			show_task(task);
}

void vitro_report_deadlock(void)
{
	vitro_show_tasks();
	vitro_finding(HOST_HANG, "INFO: task %s:%d blocked: nothing is runnable that could wake it",
		      current->comm, current->pid);
}

static bool is_hung(const struct task_struct *task)
{
	return list_empty(&task->thread.queue) &&
	       (task->__state & (TASK_UNINTERRUPTIBLE | TASK_NOLOAD)) == TASK_UNINTERRUPTIBLE &&
	       vitro_time_given() - task->thread.blocked_at > HUNG_TASK_NS;
}

void vitro_check_hung(void)
{
	struct task_struct *task;

	list_for_each_entry(task, &vitro_tasks, thread.all) {
		if (!is_hung(task))
			continue;
		vitro_show_tasks();
		vitro_finding(HOST_HANG, "INFO: task %s:%d blocked for more than %llu seconds",
			      task->comm, task->pid, HUNG_TASK_NS / NSEC_PER_SEC);
	}
}

void vitro_report_lockup(void)
{
	vitro_show_tasks();
	vitro_finding(HOST_HANG, "BUG: soft lockup - CPU#%d stuck for 20s! [%s:%d]", vitro_cpu,
		      current->comm, current->pid);
}
