/* SPDX-License-Identifier: GPL-2.0-only */
/* No system call ever enters here: harnesses call inside. */
#ifndef _ASM_VITRO_SYSCALL_H
#define _ASM_VITRO_SYSCALL_H

struct task_struct;
struct pt_regs;

static inline long syscall_get_nr(struct task_struct *task, struct pt_regs *regs)
{
	return -1;
}

static inline void syscall_rollback(struct task_struct *task, struct pt_regs *regs)
{
}

static inline long syscall_get_error(struct task_struct *task, struct pt_regs *regs)
{
	return 0;
}

static inline long syscall_get_return_value(struct task_struct *task, struct pt_regs *regs)
{
	return 0;
}

static inline void syscall_set_return_value(struct task_struct *task, struct pt_regs *regs,
					    int error, long value)
{
}

static inline void syscall_get_arguments(struct task_struct *task, struct pt_regs *regs,
					 unsigned long *arguments)
{
}

static inline int syscall_get_arch(struct task_struct *task)
{
	return 0;
}

#endif
