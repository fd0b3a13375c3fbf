/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_VITRO_SMP_H
#define _ASM_VITRO_SMP_H

struct cpumask;

extern int vitro_cpu;
#define raw_smp_processor_id() (vitro_cpu)

void arch_smp_send_reschedule(int cpu);
#include <linux/version.h>
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
#define smp_send_reschedule arch_smp_send_reschedule
#endif
void arch_send_call_function_single_ipi(int cpu);
void arch_send_call_function_ipi_mask(const struct cpumask *mask);

#endif
