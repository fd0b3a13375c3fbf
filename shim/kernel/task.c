// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kernel/sched/core.c has besides switching (sched.c): queues of tasks to wake, checks that one may sleep, and what
 * needs no more than a word.
 */
#include <linux/init_task.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/task.h>
#include <linux/sched/wake_q.h>
#include <linux/user_namespace.h>
#include <linux/wait.h>
#include <linux/wait_bit.h>
#include <vitro/harness.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

void schedule_preempt_disabled(void)
{
	preempt_enable_no_resched();
	schedule();
	preempt_disable();
}

void io_schedule(void)
{
	schedule();
}

int io_schedule_prepare(void)
{
	return 0;
}

void io_schedule_finish(int token)
{
}

long io_schedule_timeout(long timeout)
{
	return schedule_timeout(timeout);
}

/* kernel/sched/core.c: tasks to wake once the caller has dropped its locks. */
void wake_q_add(struct wake_q_head *head, struct task_struct *task)
{
	struct wake_q_node *node = &task->wake_q;

	if (node->next)
		return;
	node->next = WAKE_Q_TAIL;
	get_task_struct(task);
	*head->lastp = node;
	head->lastp = &node->next;
}

/* The caller's reference goes to the queue; wake_q_add() has taken its own. */
void wake_q_add_safe(struct wake_q_head *head, struct task_struct *task)
{
	wake_q_add(head, task);
	put_task_struct(task);
}

void wake_up_q(struct wake_q_head *head)
{
	struct wake_q_node *node = head->first;

	while (node != WAKE_Q_TAIL) {
		struct task_struct *task = container_of(node, struct task_struct, wake_q);

		node = node->next;
		task->wake_q.next = NULL;
		wake_up_process(task);
		put_task_struct(task);
	}
}

void yield(void)
{
	vitro_yield();
}

/* kernel/sched/core.c: might_sleep() under CONFIG_DEBUG_ATOMIC_SLEEP. */
static void check_may_sleep(const char *file, int line)
{
	if (preempt_count() || irqs_disabled() || current->rcu_read_lock_nesting)
		vitro_finding(
			HOST_MISUSE,
			"BUG: sleeping function called from invalid context at %s:%d, preempt_count %x, irqs %s, RCU nest depth %d",
			file, line, preempt_count(), irqs_disabled() ? "off" : "on",
			current->rcu_read_lock_nesting);
}

void __might_sleep(const char *file, int line)
{
	check_may_sleep(file, line);
}

void __might_resched(const char *file, int line, unsigned int offsets)
{
	check_may_sleep(file, line);
}

void __cant_sleep(const char *file, int line, int preempt_offset)
{
}

asmlinkage __visible void __sched notrace preempt_schedule(void)
{
}

asmlinkage __visible void __sched notrace preempt_schedule_notrace(void)
{
}

void arch_smp_send_reschedule(int cpu)
{
}

/* kernel/sched/core.c: a task that is in user mode enters the kernel. None is. */
void kick_process(struct task_struct *task)
{
}

void vitro_check_context(void)
{
	if (preempt_count())
		vitro_finding(HOST_MISUSE, "BUG: input left preemption disabled (preempt_count %x)",
			      preempt_count());
	if (irqs_disabled())
		vitro_finding(HOST_MISUSE, "BUG: input left interrupts disabled");
	if (current->rcu_read_lock_nesting)
		vitro_finding(HOST_MISUSE,
			      "BUG: input left an RCU read-side critical section open");
}

/* kernel/sched/core.c, sched_init(), and kernel/fork.c, fork_init(): no limits but the machine's. */
static int __init init_scheduler(void)
{
	int i;

	wait_bit_init();
	for (i = 0; i < UCOUNT_COUNTS; i++)
		init_user_ns.ucount_max[i] = INT_MAX;
	return 0;
}
VITRO_BOOT_CALL(init_scheduler);
