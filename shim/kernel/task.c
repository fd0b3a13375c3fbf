// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kernel/sched/core.c has besides switching (sched.c) and waking (wake.c): checks that one may sleep, and what
 * needs no more than a word.
 */
#include <linux/init_task.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/sched/debug.h>
#include <linux/user_namespace.h>
#include <linux/wait_bit.h>
#include <vitro/harness.h>
#include <vitro/host.h>
#include <vitro/task.h>

#include "internal.h"
#include "lockdep.h"
#include "page_alloc.h"
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

void yield(void)
{
	vitro_yield();
}

/* ---- What may be done here ---- */

/* What makes the context atomic, and since where. */
void vitro_show_context(void)
{
	pr_info("in_atomic(): %d, irqs_disabled(): %d, pid: %d, name: %s\n", in_atomic(),
		irqs_disabled(), current->pid, current->comm);
	pr_info("preempt_count: %x, RCU nest depth: %d\n", preempt_count(),
		current->rcu_read_lock_nesting);
	if (preempt_count()) {
		pr_info("Preemption disabled at:\n");
		vitro_show_place(current_thread_info()->preempt_disable_ip);
	}
	if (irqs_disabled()) {
		pr_info("hardirqs last disabled at:\n");
		vitro_show_place(current->irqtrace.hardirq_disable_ip);
	}
	vitro_show_locks(current);
}

void vitro_kill_after(unsigned long points)
{
	current->thread.patience = points;
	if (points)
		return;
	sigdelset(&current->pending.signal, SIGKILL);
	if (sigisemptyset(&current->pending.signal))
		clear_thread_flag(TIF_SIGPENDING);
}

/* As kernel/signal.c's complete_signal() leaves a thread that is to die. */
static void kill_current(void)
{
	sigaddset(&current->pending.signal, SIGKILL);
	set_thread_flag(TIF_SIGPENDING);
}

static void lose_patience(void)
{
	if (!--current->thread.patience)
		kill_current();
}

void vitro_out_of_memory(void)
{
	if ((current->flags & PF_KTHREAD) || fatal_signal_pending(current))
		return;
	pr_err("Out of memory: Killed process %d (%s)\n", current->pid, current->comm);
	kill_current();
}

/* kernel/sched/core.c, with what the caller knows that is taken: cond_resched_lock() and its kin drop it themselves. */
void __might_resched(const char *file, int line, unsigned int offsets)
{
	unsigned int nested =
		preempt_count() + (current->rcu_read_lock_nesting << MIGHT_RESCHED_RCU_SHIFT);

	if (current->thread.patience)
		lose_patience();
	if (nested == offsets && !irqs_disabled() && !current->non_block_count)
		return;
	vitro_show_context();
	vitro_finding(
		HOST_MISUSE,
		"BUG: sleeping function called from invalid context at %s:%d, preempt_count %x, irqs %s, RCU nest depth %d",
		file, line, preempt_count(), irqs_disabled() ? "off" : "on",
		current->rcu_read_lock_nesting);
}

/* What blocks would set the state itself, and forget what was waited for. */
void __might_sleep(const char *file, int line)
{
	if (current->__state != TASK_RUNNING && current->task_state_change)
		vitro_finding(
			HOST_MISUSE,
			"WARNING: do not call blocking ops when !TASK_RUNNING; state=%x set at %ps",
			current->__state, (void *)current->task_state_change);
	__might_resched(file, line, 0);
}

void __cant_sleep(const char *file, int line, int preempt_offset)
{
	if (!irqs_disabled() && preempt_count() <= preempt_offset)
		vitro_finding(HOST_MISUSE, "BUG: assuming atomic context at %s:%d", file, line);
}

void __cant_migrate(const char *file, int line)
{
	if (!irqs_disabled() && !preempt_count() && !current->migration_disabled)
		vitro_finding(HOST_MISUSE, "BUG: assuming non migratable context at %s:%d", file,
			      line);
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

/* As do_one_initcall() in init/main.c, and syscall_exit_to_user_mode_prepare() in kernel/entry/common.c. */
void vitro_check_context(void)
{
	if (!preempt_count() && !irqs_disabled() && !current->rcu_read_lock_nesting)
		return;
	vitro_show_context();
	if (preempt_count())
		vitro_finding(
			HOST_MISUSE,
			"WARNING: input returned with preemption imbalance (preempt_count %x)",
			preempt_count());
	if (irqs_disabled())
		vitro_finding(HOST_MISUSE, "WARNING: input left IRQs disabled");
	vitro_finding(HOST_MISUSE, "WARNING: input left an RCU read-side critical section open");
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
