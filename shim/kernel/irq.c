// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts of the virtual CPUs: those that CPUs send each other, for the real kernel/smp.c and kernel/irq_work.c, and that of each
 * CPU's clock event device (tick.c). A CPU handles one after the other, on a stack of its own, in hardirq context with
 * interrupts off; it may begin whenever what runs there has interrupts on, preemption off or not.
 */
#include <linux/bitops.h>
#include <linux/cpumask.h>
#include <linux/hardirq.h>
#include <linux/irq_work.h>
#include <linux/irqflags.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <vitro/harness.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

static struct irqs {
	unsigned long pending;
	struct task_struct *task;
} of_cpu[NR_CPUS];

void vitro_irq_raise(unsigned int cpu, enum vitro_irq irq)
{
	if (!of_cpu[cpu].task)
		return; /* bring-up */
	of_cpu[cpu].pending |= BIT(irq);
	vitro_task_rouse(of_cpu[cpu].task);
}

static void handle(enum vitro_irq irq)
{
	switch (irq) {
	case VITRO_IRQ_CALL:
		generic_smp_call_function_interrupt();
		break;
	case VITRO_IRQ_WORK:
		irq_work_run();
		break;
	case VITRO_IRQ_CLOCK:
		vitro_tick_interrupt();
		break;
	}
}

static void check_after(void)
{
	if (preempt_count() == HARDIRQ_OFFSET && irqs_disabled() && !current->rcu_read_lock_nesting)
		return;
	vitro_finding(HOST_MISUSE, "interrupt handler leaked context: preempt_count %x, irqs %s",
		      preempt_count(), irqs_disabled() ? "off" : "on");
}

static void interrupt(struct irqs *irqs)
{
	vitro_interrupt_begin();
	local_irq_disable();
	__irq_enter();
	while (irqs->pending) {
		unsigned long irq = __ffs(irqs->pending);

		irqs->pending &= ~BIT(irq);
		handle(irq);
		check_after();
		vitro_check_locks();
	}
	__irq_exit();
	local_irq_enable();
	vitro_interrupt_end();
}

/* Softirqs that a handler has raised run when the CPU has nothing that must not be preempted. */
static void serve_cpu(void *argument)
{
	struct irqs *irqs = argument;

	for (;;) {
		if (!irqs->pending) {
			vitro_task_idle();
			continue;
		}
		interrupt(irqs);
		vitro_softirq_check(irqs - of_cpu);
	}
}

void arch_send_call_function_single_ipi(int cpu)
{
	vitro_irq_raise(cpu, VITRO_IRQ_CALL);
}

void arch_send_call_function_ipi_mask(const struct cpumask *mask)
{
	unsigned int cpu;

	for_each_cpu(cpu, mask) vitro_irq_raise(cpu, VITRO_IRQ_CALL);
}

void arch_irq_work_raise(void)
{
	vitro_irq_raise(vitro_cpu, VITRO_IRQ_WORK);
}

/* kernel/sched/core.c: no CPU polls for work while it idles. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
bool call_function_single_prep_ipi(int cpu)
{
	return true;
}
#else
void send_call_function_single_ipi(int cpu)
{
	arch_send_call_function_single_ipi(cpu);
}
#endif

static int __init init_interrupts(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		char name[TASK_COMM_LEN];

		snprintf(name, sizeof(name), "irq/%u", cpu);
		of_cpu[cpu].task = vitro_task_new(serve_cpu, &of_cpu[cpu], cpu, name);
		of_cpu[cpu].task->thread.interrupts = true;
		smpcfd_prepare_cpu(cpu);
	}
	return 0;
}
VITRO_BOOT_CALL(init_interrupts);
