/* SPDX-License-Identifier: GPL-2.0-only */
/* The running task. Only the scheduler in arch/vitro/kernel/task.c writes it. */
#ifndef _ASM_VITRO_CURRENT_H
#define _ASM_VITRO_CURRENT_H

struct task_struct;
extern struct task_struct *vitro_current;

#define get_current() (vitro_current)
#define current       get_current()

#endif
