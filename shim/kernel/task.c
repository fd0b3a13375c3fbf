// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tasks. One OS thread runs them all; a task that must wait lets everything that was deferred run on top of its
 * own stack until it is woken (one of the schedules a real machine could have taken). When nothing is left
 * that could wake it, it would wait for ever, and that is said.
 *
 * The real scheduler can switch back and forth between two waiting tasks; this one cannot, and reports
 * a hole when it would have to.
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

struct task_struct *vitro_current = &init_task;
int vitro_cpu;
unsigned long vitro_irq_flags;
struct pt_regs vitro_regs;

static unsigned int nesting;

void vitro_task_init(void)
{
	strscpy(init_task.comm, "vitro", sizeof(init_task.comm));
	WRITE_ONCE(init_task.__state, TASK_RUNNING);
	preempt_count_set(0);
}

void vitro_run_as(struct task_struct *task, void (*function)(void *), void *argument)
{
	struct task_struct *before = vitro_current;

	if (++nesting > 64)
		vitro_finding(HOST_HOLE, "more than 64 tasks wait inside each other");
	vitro_current = task;
	function(argument);
	vitro_current = before;
	nesting--;
}

static void wait_until_woken(void)
{
	unsigned int waiting = nesting;

	while (READ_ONCE(current->__state) != TASK_RUNNING) {
		if (vitro_run_deferred())
			continue;
		if (waiting)
			vitro_finding(
				HOST_HOLE,
				"task %s waits for a task below it: needs the execution model",
				current->comm);
		vitro_finding(HOST_HANG,
			      "INFO: task %s blocked: nothing is runnable that could wake it",
			      current->comm);
	}
}

/* kernel/sched/core.c: "BUG: scheduling while atomic". */
asmlinkage __visible void schedule(void)
{
	if (preempt_count())
		vitro_finding(HOST_MISUSE, "BUG: scheduling while atomic: %s/%d/0x%08x",
			      current->comm, current->pid, preempt_count());
	if (READ_ONCE(current->__state) == TASK_RUNNING)
		vitro_run_deferred();
	else
		wait_until_woken();
}

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

static int wake(struct task_struct *task, unsigned int state)
{
	if (!(READ_ONCE(task->__state) & state))
		return 0;
	WRITE_ONCE(task->__state, TASK_RUNNING);
	return 1;
}

int wake_up_process(struct task_struct *task)
{
	return wake(task, TASK_NORMAL);
}

int wake_up_state(struct task_struct *task, unsigned int state)
{
	return wake(task, state);
}

int try_to_wake_up(struct task_struct *task, unsigned int state, int flags);
int try_to_wake_up(struct task_struct *task, unsigned int state, int flags)
{
	return wake(task, state);
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

void wake_q_add_safe(struct wake_q_head *head, struct task_struct *task)
{
	bool queued = task->wake_q.next;

	wake_q_add(head, task);
	if (queued)
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

int default_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	return wake(entry->private, mode);
}

void cpu_relax(void)
{
	if (!vitro_run_deferred() && !vitro_time_spin())
		vitro_finding(
			HOST_HANG,
			"BUG: soft lockup: spinning, and nothing is runnable that could end it");
}

void yield(void)
{
	vitro_run_deferred();
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
