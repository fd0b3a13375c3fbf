// SPDX-License-Identifier: GPL-2.0-only
/*
 * Softirqs (kernel/softirq.c) and what else runs in their context: expired timers and RCU callbacks. Raised ones run
 * when bottom halves are enabled again, in the task that does it; all others in the CPU's own task, as
 * ksoftirqd does. Lowest number first, each once per raising.
 */
#include <linux/bottom_half.h>
#include <linux/interrupt.h>
#include <linux/preempt.h>
#include <vitro/host.h>

#include "internal.h"
#include "lockdep.h"
#include "sched.h"

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
typedef void (*softirq_function)(void);
#define CALL_SOFTIRQ(nr) action[nr]()
#else
typedef void (*softirq_function)(struct softirq_action *action);
#define CALL_SOFTIRQ(nr) action[nr](NULL)
#endif

static softirq_function action[NR_SOFTIRQS];

static struct softirqs {
	unsigned long pending;
	struct task_struct *task;
} of_cpu[NR_CPUS];

void open_softirq(int nr, softirq_function function)
{
	action[nr] = function;
}

void vitro_softirq_wake(unsigned int cpu)
{
	vitro_task_rouse(of_cpu[cpu].task);
}

void vitro_softirq_check(unsigned int cpu)
{
	if (of_cpu[cpu].pending)
		vitro_softirq_wake(cpu);
}

bool vitro_softirq_raise_on(unsigned int cpu, unsigned int nr)
{
	if (of_cpu[cpu].pending & BIT(nr))
		return false;
	of_cpu[cpu].pending |= BIT(nr);
	vitro_softirq_wake(cpu);
	return true;
}

void __raise_softirq_irqoff(unsigned int nr)
{
	of_cpu[vitro_cpu].pending |= BIT(nr);
}

/* In an interrupt or with bottom halves off, whoever ends that runs them. Interrupts are off. */
void raise_softirq_irqoff(unsigned int nr)
{
	__raise_softirq_irqoff(nr);
	if (!in_interrupt())
		vitro_softirq_wake(vitro_cpu);
}

void raise_softirq(unsigned int nr)
{
	unsigned long flags;

	local_irq_save(flags);
	raise_softirq_irqoff(nr);
	local_irq_restore(flags);
}

static void call_action(void *nr)
{
	CALL_SOFTIRQ((unsigned long)nr);
}

static bool run_raised(struct softirqs *softirqs)
{
	unsigned long nr;

	if (!softirqs->pending)
		return false;
	nr = __ffs(softirqs->pending);
	softirqs->pending &= ~BIT(nr);
	vitro_in_softirq(call_action, (void *)nr);
	return true;
}

void do_softirq(void)
{
	if (in_interrupt())
		return;
	while (run_raised(&of_cpu[vitro_cpu]))
		;
}

void __local_bh_disable_ip(unsigned long ip, unsigned int count)
{
	struct thread_info *info = current_thread_info();
	bool first = !info->preempt_count;

	preempt_count_add(count);
	if (first)
		info->preempt_disable_ip = ip;
	barrier();
}

void __local_bh_enable_ip(unsigned long ip, unsigned int count)
{
	preempt_count_sub(count);
	if (!irqs_disabled()) {
		if (current->lockdep_depth && !softirq_count())
			vitro_locks_enabled(false);
		do_softirq();
	}
	vitro_switch_point();
}

/* kernel/time/timer.c, call_timer_fn(), and kernel/softirq.c, handle_softirqs(). */
void vitro_in_softirq(void (*function)(void *), void *argument)
{
	int before = preempt_count();

	preempt_count_add(SOFTIRQ_OFFSET);
	lockdep_softirq_enter();
	function(argument);
	lockdep_softirq_exit();
	if (preempt_count() != before + SOFTIRQ_OFFSET)
		vitro_finding(HOST_MISUSE, "softirq: preempt leak: %08x -> %08x",
			      before + (int)SOFTIRQ_OFFSET, preempt_count());
	preempt_count_sub(SOFTIRQ_OFFSET);
}

static void serve_cpu(void *argument)
{
	struct softirqs *softirqs = argument;
	unsigned int cpu = softirqs - of_cpu;

	for (;;) {
		if (run_raised(softirqs) || vitro_timer_run(cpu) || vitro_rcu_run(cpu))
			vitro_yield();
		else
			vitro_task_idle();
	}
}

void vitro_softirq_init(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		char name[TASK_COMM_LEN];

		snprintf(name, sizeof(name), "ksoftirqd/%u", cpu);
		of_cpu[cpu].task = vitro_task_new(serve_cpu, &of_cpu[cpu], cpu, name);
	}
}
