/* SPDX-License-Identifier: GPL-2.0-only */
/* Atomics on compiler builtins, so that every sanitizer sees them. */
#ifndef _ASM_VITRO_ATOMIC_H
#define _ASM_VITRO_ATOMIC_H

#include <linux/types.h>
#include <asm/cmpxchg.h>
#include <asm/barrier.h>
#include <asm/rwonce.h>

#define ATOMIC64_INIT(i) { (i) }

/* As READ_ONCE() and WRITE_ONCE(). */
#define VITRO_LOAD(v)                                             \
	({                                                        \
		vitro_marked_access();                            \
		__atomic_load_n(&(v)->counter, __ATOMIC_ACQUIRE); \
	})
#define VITRO_STORE(v, i)                                               \
	do {                                                            \
		vitro_marked_access();                                  \
		__atomic_store_n(&(v)->counter, (i), __ATOMIC_RELEASE); \
	} while (0)

#define arch_atomic_read(v)     VITRO_LOAD(v)
#define arch_atomic_set(v, i)   VITRO_STORE(v, i)
#define arch_atomic64_read(v)   VITRO_LOAD(v)
#define arch_atomic64_set(v, i) VITRO_STORE(v, i)

#define VITRO_ATOMIC_OP(prefix, type, counter_type, op)                                         \
	static __always_inline void arch_##prefix##_##op(counter_type i, type *v)               \
	{                                                                                       \
		vitro_marked_access();                                                          \
		__atomic_fetch_##op(&v->counter, i, __ATOMIC_SEQ_CST);                          \
	}                                                                                       \
	static __always_inline counter_type arch_##prefix##_fetch_##op(counter_type i, type *v) \
	{                                                                                       \
		vitro_marked_access();                                                          \
		return __atomic_fetch_##op(&v->counter, i, __ATOMIC_SEQ_CST);                   \
	}

#define VITRO_ATOMIC_OP_RETURN(prefix, type, counter_type, op)                                     \
	static __always_inline counter_type arch_##prefix##_##op##_return(counter_type i, type *v) \
	{                                                                                          \
		vitro_marked_access();                                                             \
		return __atomic_##op##_fetch(&v->counter, i, __ATOMIC_SEQ_CST);                    \
	}

#define VITRO_ATOMIC(prefix, type, counter_type)                \
	VITRO_ATOMIC_OP(prefix, type, counter_type, add)        \
	VITRO_ATOMIC_OP(prefix, type, counter_type, sub)        \
	VITRO_ATOMIC_OP(prefix, type, counter_type, and)        \
	VITRO_ATOMIC_OP(prefix, type, counter_type, or)         \
	VITRO_ATOMIC_OP(prefix, type, counter_type, xor)        \
	VITRO_ATOMIC_OP_RETURN(prefix, type, counter_type, add) \
	VITRO_ATOMIC_OP_RETURN(prefix, type, counter_type, sub)

VITRO_ATOMIC(atomic, atomic_t, int)
VITRO_ATOMIC(atomic64, atomic64_t, s64)

/* What an architecture brings itself is announced by a macro of the same name. */
#define arch_atomic_fetch_add    arch_atomic_fetch_add
#define arch_atomic_fetch_sub    arch_atomic_fetch_sub
#define arch_atomic_fetch_and    arch_atomic_fetch_and
#define arch_atomic_fetch_or     arch_atomic_fetch_or
#define arch_atomic_fetch_xor    arch_atomic_fetch_xor
#define arch_atomic_add_return   arch_atomic_add_return
#define arch_atomic_sub_return   arch_atomic_sub_return
#define arch_atomic64_fetch_add  arch_atomic64_fetch_add
#define arch_atomic64_fetch_sub  arch_atomic64_fetch_sub
#define arch_atomic64_fetch_and  arch_atomic64_fetch_and
#define arch_atomic64_fetch_or   arch_atomic64_fetch_or
#define arch_atomic64_fetch_xor  arch_atomic64_fetch_xor
#define arch_atomic64_add_return arch_atomic64_add_return
#define arch_atomic64_sub_return arch_atomic64_sub_return

/* Trees before 6.5 want these from the architecture. */
#define arch_atomic_xchg(v, new)           arch_xchg(&(v)->counter, new)
#define arch_atomic_cmpxchg(v, old, new)   arch_cmpxchg(&(v)->counter, old, new)
#define arch_atomic64_xchg(v, new)         arch_xchg(&(v)->counter, new)
#define arch_atomic64_cmpxchg(v, old, new) arch_cmpxchg(&(v)->counter, old, new)

#endif
