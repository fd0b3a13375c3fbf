// SPDX-License-Identifier: GPL-2.0-only
/* Functions that other CPUs execute, as kernel/smp.c and kernel/irq_work.c document them. */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/irq_work.h>
#include <linux/sched.h>
#include <linux/smp.h>

#include "selftest.h"

static unsigned int calls[NR_CPUS];
static bool in_context;

static void note(void *unused)
{
	unsigned int cpu = smp_processor_id();

	WRITE_ONCE(calls[cpu], calls[cpu] + 1);
	WRITE_ONCE(in_context, irqs_disabled() && (in_hardirq() || !cpu));
}

static unsigned int total(void)
{
	unsigned int cpu, sum = 0;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		sum += READ_ONCE(calls[cpu]);
	return sum;
}

static void prepare(void)
{
	memset(calls, 0, sizeof(calls));
	in_context = false;
}

CASE(one_cpu_is_called_and_waited_for, NULL)
{
	prepare();
	EXPECT(smp_call_function_single(2, note, NULL, true) == 0);
	EXPECT(calls[2] == 1 && total() == 1 && in_context);
	EXPECT(smp_call_function_single(0, note, NULL, true) == 0);
	EXPECT(calls[0] == 1 && in_context);
	EXPECT(smp_call_function_single(NR_CPUS, note, NULL, true) == -ENXIO);
}

CASE(without_waiting_it_happens_later, NULL)
{
	prepare();
	smp_call_function_single(1, note, NULL, false);
	EXPECT(!total());
	schedule_timeout_uninterruptible(1);
	EXPECT(READ_ONCE(calls[1]) == 1);
}

CASE(all_others_and_all, NULL)
{
	prepare();
	smp_call_function(note, NULL, true);
	EXPECT(total() == 3 && !calls[0]);
	on_each_cpu(note, NULL, true);
	EXPECT(total() == 7 && calls[0] == 1);
}

static bool is_odd(int cpu, void *unused)
{
	return cpu & 1;
}

CASE(those_of_a_mask_or_a_condition, NULL)
{
	struct cpumask mask = {};

	prepare();
	cpumask_set_cpu(0, &mask);
	cpumask_set_cpu(3, &mask);
	on_each_cpu_mask(&mask, note, NULL, true);
	EXPECT(total() == 2 && calls[3] == 1);
	on_each_cpu_cond(is_odd, note, NULL, true);
	EXPECT(total() == 4 && calls[1] == 1 && calls[3] == 2);
}

static void note_work(struct irq_work *unused)
{
	in_context = in_hardirq() && irqs_disabled();
	calls[smp_processor_id()]++;
}

CASE(irq_works_run_in_hardirq, NULL)
{
	static struct irq_work here = IRQ_WORK_INIT_HARD(note_work);
	static struct irq_work there = IRQ_WORK_INIT_HARD(note_work);

	prepare();
	EXPECT(irq_work_queue(&here) && !irq_work_queue(&here));
	irq_work_sync(&here);
	EXPECT(calls[0] == 1 && in_context);
	EXPECT(irq_work_queue_on(&there, 2));
	irq_work_sync(&there);
	EXPECT(calls[2] == 1 && in_context);
}

CASE(called_with_interrupts_off, "warning: WARNING at kernel/smp.c")
{
	local_irq_disable();
	smp_call_function_single(1, note, NULL, true);
	local_irq_enable();
}

static void sleep_there(void *unused)
{
	msleep(1);
}

CASE(function_that_sleeps, "misuse: BUG: scheduling while atomic")
{
	smp_call_function_single(1, sleep_there, NULL, true);
}
