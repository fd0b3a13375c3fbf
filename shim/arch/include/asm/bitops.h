/* SPDX-License-Identifier: GPL-2.0-only */
/* As the generic ones; test_bit() is a marked access, so that a schedule may turn before it. */
#ifndef _ASM_VITRO_BITOPS_H
#define _ASM_VITRO_BITOPS_H

#include <asm-generic/bitops.h>
#include <asm/rwonce.h>

static __always_inline bool vitro_test_bit(unsigned long nr, const volatile unsigned long *addr)
{
	vitro_marked_access();
	return generic_test_bit(nr, addr);
}
#undef arch_test_bit
#define arch_test_bit vitro_test_bit

#endif
