/* SPDX-License-Identifier: GPL-2.0-only */
/* A CPU interrupts itself (arch/vitro/kernel/irq.c). */
#ifndef _ASM_VITRO_IRQ_WORK_H
#define _ASM_VITRO_IRQ_WORK_H

static inline bool arch_irq_work_has_interrupt(void)
{
	return true;
}

void arch_irq_work_raise(void);

#endif
