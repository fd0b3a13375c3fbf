/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
#ifndef _UAPI_ASM_VITRO_PTRACE_H
#define _UAPI_ASM_VITRO_PTRACE_H

struct user_pt_regs {
	unsigned long gpr[16];
};

#endif
