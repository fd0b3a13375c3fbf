// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether interrupts are on, for assertions, and where that was changed last (kernel/trace/trace_preemptirq.c and
 * kernel/locking/lockdep.c).
 */
#include <linux/irqflags.h>
#include <linux/percpu.h>
#include <linux/sched.h>

#include "lockdep.h"

DEFINE_PER_CPU(int, hardirqs_enabled) = 1;
DEFINE_PER_CPU(int, hardirq_context);

/* Called before they are. */
void trace_hardirqs_on(void)
{
	raw_cpu_write(hardirqs_enabled, 1);
	if (current->lockdep_depth && arch_local_save_flags())
		vitro_locks_enabled(true);
}

/* Called when they are, and were not before. */
void trace_hardirqs_off(void)
{
	raw_cpu_write(hardirqs_enabled, 0);
	current->irqtrace.hardirq_disable_ip = (unsigned long)__builtin_return_address(0);
}
