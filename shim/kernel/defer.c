// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is deferred runs in this order: softirqs, threads that were started, works, RCU callbacks;
 * then the next timer.
 */
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <vitro/host.h>

#include "internal.h"

bool vitro_run_now(void)
{
	return vitro_run_softirq() || vitro_run_kthread() || vitro_run_work() || vitro_run_rcu();
}

/* On another CPU, as it were: what a task that spins has disabled is enabled there. */
bool vitro_run_deferred(void)
{
	unsigned long flags = arch_local_save_flags();
	int count = preempt_count();
	bool ran;

	preempt_count_set(0);
	arch_local_irq_restore(ARCH_IRQ_ENABLED);
	ran = vitro_run_now() || vitro_run_timer();
	arch_local_irq_restore(flags);
	preempt_count_set(count);
	return ran;
}

/* kernel/time/timer.c, call_timer_fn(), and kernel/softirq.c, handle_softirqs(). */
void vitro_in_softirq(void (*function)(void *), void *argument)
{
	int before = preempt_count();

	preempt_count_add(SOFTIRQ_OFFSET);
	function(argument);
	if (preempt_count() != before + SOFTIRQ_OFFSET)
		vitro_finding(HOST_MISUSE, "softirq: preempt leak: %08x -> %08x",
			      before + (int)SOFTIRQ_OFFSET, preempt_count());
	preempt_count_sub(SOFTIRQ_OFFSET);
}
