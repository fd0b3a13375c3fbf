/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts are a flag of the virtual CPU that the task runs on. */
#ifndef _ASM_VITRO_IRQFLAGS_H
#define _ASM_VITRO_IRQFLAGS_H

#define ARCH_IRQ_ENABLED  0
#define ARCH_IRQ_DISABLED 1

extern unsigned long vitro_irq_flags;

static inline unsigned long arch_local_save_flags(void)
{
	return vitro_irq_flags;
}
#define arch_local_save_flags arch_local_save_flags

static inline void arch_local_irq_restore(unsigned long flags)
{
	vitro_irq_flags = flags;
}
#define arch_local_irq_restore arch_local_irq_restore

#include <asm-generic/irqflags.h>

#endif
