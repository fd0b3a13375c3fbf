/* SPDX-License-Identifier: GPL-2.0-only */
/* The template is chosen, not measured: time is virtual, and passes while nobody can run. */
#ifndef _ASM_VITRO_XOR_H
#define _ASM_VITRO_XOR_H

#include <asm-generic/xor.h>

#define XOR_SELECT_TEMPLATE(fastest) (&xor_block_8regs)

#endif
