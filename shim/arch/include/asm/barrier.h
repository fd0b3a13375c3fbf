/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One OS thread runs everything, so a compiler barrier orders all there is to order; the fences make
 * the same promise to the thread sanitizer.
 */
#ifndef _ASM_VITRO_BARRIER_H
#define _ASM_VITRO_BARRIER_H

#define __mb()  __atomic_signal_fence(__ATOMIC_SEQ_CST)
#define __rmb() __atomic_signal_fence(__ATOMIC_ACQUIRE)
#define __wmb() __atomic_signal_fence(__ATOMIC_RELEASE)

#include <asm-generic/barrier.h>

#endif
