/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_VITRO_CMPXCHG_H
#define _ASM_VITRO_CMPXCHG_H

#include <asm/rwonce.h>

#define arch_xchg(ptr, new)                                          \
	({                                                           \
		vitro_marked_access();                               \
		__atomic_exchange_n((ptr), (new), __ATOMIC_SEQ_CST); \
	})
#define arch_xchg_relaxed arch_xchg
#define arch_xchg_acquire arch_xchg
#define arch_xchg_release arch_xchg

#define arch_cmpxchg(ptr, old, new)                                                    \
	({                                                                             \
		__typeof__(*(ptr)) __old = (old);                                      \
                                                                                       \
		vitro_marked_access();                                                 \
		__atomic_compare_exchange_n((ptr), &__old, (new), 0, __ATOMIC_SEQ_CST, \
					    __ATOMIC_SEQ_CST);                         \
		__old;                                                                 \
	})

#define arch_cmpxchg64       arch_cmpxchg
#define arch_cmpxchg_local   arch_cmpxchg
#define arch_cmpxchg64_local arch_cmpxchg

#endif
