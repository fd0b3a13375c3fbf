/* SPDX-License-Identifier: GPL-2.0-only */
/* BUG() must not return: vitro_bug() reports it with the kernel's own words and ends the run. */
#ifndef _ASM_VITRO_BUG_H
#define _ASM_VITRO_BUG_H

#ifndef __ASSEMBLY__
void vitro_bug(const char *file, int line, const char *function)
	__attribute__((__noreturn__, __cold__));
#endif

#define HAVE_ARCH_BUG
#define BUG()                                            \
	do {                                             \
		vitro_bug(__FILE__, __LINE__, __func__); \
		__builtin_unreachable();                 \
	} while (0)

#include <asm-generic/bug.h>

#endif
