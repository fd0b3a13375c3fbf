/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts are a flag of the task: while it has them off, nobody else runs on its virtual CPU. */
#ifndef _ASM_VITRO_IRQFLAGS_H
#define _ASM_VITRO_IRQFLAGS_H

#include <asm/current.h>
#include <asm/thread_info.h>

#define ARCH_IRQ_ENABLED  0
#define ARCH_IRQ_DISABLED 1

/* CONFIG_THREAD_INFO_IN_TASK: it is the first thing in the task. */
static inline unsigned long arch_local_save_flags(void)
{
	return ((struct thread_info *)vitro_current)->irq_flags;
}
#define arch_local_save_flags arch_local_save_flags

/* With preemption and interrupts on again, a reader of RCU has ended: the race detector has to know (rcu.c). */
#ifdef VITRO_FLAVOUR_THREAD
void vitro_rcu_reader_ended(void);
#else
static inline void vitro_rcu_reader_ended(void)
{
}
#endif

static inline void vitro_atomic_section_ended(void)
{
	struct thread_info *info = (struct thread_info *)vitro_current;

	if (!info->preempt_count && !info->irq_flags)
		vitro_rcu_reader_ended();
}

static inline void arch_local_irq_restore(unsigned long flags)
{
	unsigned long *now = &((struct thread_info *)vitro_current)->irq_flags, before = *now;

	*now = flags;
	if (before && !flags)
		vitro_atomic_section_ended();
}
#define arch_local_irq_restore arch_local_irq_restore

#include <asm-generic/irqflags.h>

#endif
