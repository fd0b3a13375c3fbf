// SPDX-License-Identifier: GPL-2.0-only
/* Whether interrupts are on, for assertions (kernel/trace/trace_preemptirq.c and kernel/locking/lockdep.c). */
#include <linux/irqflags.h>
#include <linux/percpu.h>

DEFINE_PER_CPU(int, hardirqs_enabled) = 1;
DEFINE_PER_CPU(int, hardirq_context);

void trace_hardirqs_on(void)
{
	raw_cpu_write(hardirqs_enabled, 1);
}

void trace_hardirqs_off(void)
{
	raw_cpu_write(hardirqs_enabled, 0);
}
