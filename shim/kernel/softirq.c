// SPDX-License-Identifier: GPL-2.0-only
/*
 * Softirqs (kernel/softirq.c): raised ones run when bottom halves are enabled again, or when something waits, or
 * at the end of the input; lowest number first, each once per raising.
 */
#include <linux/bottom_half.h>
#include <linux/interrupt.h>
#include <linux/preempt.h>

#include "internal.h"

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
typedef void (*softirq_function)(void);
#define CALL_SOFTIRQ(nr) action[nr]()
#else
typedef void (*softirq_function)(struct softirq_action *action);
#define CALL_SOFTIRQ(nr) action[nr](NULL)
#endif

static softirq_function action[NR_SOFTIRQS];
static unsigned long pending;

void open_softirq(int nr, softirq_function function)
{
	action[nr] = function;
}

void __raise_softirq_irqoff(unsigned int nr)
{
	pending |= BIT(nr);
}

void raise_softirq_irqoff(unsigned int nr)
{
	pending |= BIT(nr);
}

void raise_softirq(unsigned int nr)
{
	pending |= BIT(nr);
}

bool vitro_run_softirq(void)
{
	unsigned int nr;

	if (!pending || preempt_count() || irqs_disabled())
		return false;
	nr = __ffs(pending);
	pending &= ~BIT(nr);
	preempt_count_add(SOFTIRQ_OFFSET);
	CALL_SOFTIRQ(nr);
	preempt_count_sub(SOFTIRQ_OFFSET);
	return true;
}

void __local_bh_enable_ip(unsigned long ip, unsigned int count)
{
	preempt_count_sub(count);
	while (vitro_run_softirq())
		;
}
