// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kernel/sched/core.c has besides switching (sched.c) and waking (wake.c): checks that one may sleep, and what
 * needs no more than a word.
 */
#include <linux/init_task.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/user_namespace.h>
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
