/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_VITRO_PTRACE_H
#define _ASM_VITRO_PTRACE_H

#include <uapi/asm/ptrace.h>

#ifndef __ASSEMBLY__
struct pt_regs {
	unsigned long ip;
	unsigned long sp;
	unsigned long gpr[16];
	int user;
};

#define user_mode(regs)                      ((regs)->user)
#define instruction_pointer(regs)            ((regs)->ip)
#define instruction_pointer_set(regs, value) ((regs)->ip = (value))
#define user_stack_pointer(regs)             ((regs)->sp)
#define profile_pc(regs)                     instruction_pointer(regs)
#define arch_has_single_step()               0
#define current_user_stack_pointer()         0UL

static inline unsigned long regs_return_value(struct pt_regs *regs)
{
	return regs->gpr[0];
}
#endif /* __ASSEMBLY__ */

#endif
