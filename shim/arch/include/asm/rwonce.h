/* SPDX-License-Identifier: GPL-2.0-only */
/* READ_ONCE() and WRITE_ONCE(): a concurrent harness may turn to another task before each (and test_bit(): asm/bitops.h). */
#ifndef _ASM_VITRO_RWONCE_H
#define _ASM_VITRO_RWONCE_H

#ifndef __ASSEMBLY__

/* arch/vitro/kernel/interleave.c: the running task may be left here for another one, and come back later. */
void vitro_switch_point(void);

/* kernel/locking/spinlock_debug.c reads a lock's owner several times where the kernel without it has one atomic access. */
#define VITRO_QUIET_kmod_spinlock_debug 1
#define VITRO_QUIET(object)             VITRO_QUIET_##object
#define VITRO_IS_QUIET(object)          VITRO_QUIET(object)

#if defined(VITRO_SHIM) || VITRO_IS_QUIET(__KBUILD_MODNAME)
#define vitro_marked_access() \
	do {                  \
	} while (0) /* the shim's own are not the kernel's */
#else
#define vitro_marked_access() vitro_switch_point()
#endif

#define __READ_ONCE(x)                                             \
	({                                                         \
		vitro_marked_access();                             \
		*(const volatile __unqual_scalar_typeof(x) *)&(x); \
	})

#include <asm-generic/rwonce.h>

#undef __WRITE_ONCE
#define __WRITE_ONCE(x, val)                         \
	do {                                         \
		vitro_marked_access();               \
		*(volatile typeof(x) *)&(x) = (val); \
	} while (0)

#endif /* __ASSEMBLY__ */

#endif
