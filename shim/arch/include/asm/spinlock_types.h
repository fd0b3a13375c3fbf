/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_VITRO_SPINLOCK_TYPES_H
#define _ASM_VITRO_SPINLOCK_TYPES_H

typedef struct {
	unsigned int slock;
} arch_spinlock_t;

typedef struct {
	unsigned int lock; /* number of readers, or ~0 for a writer */
} arch_rwlock_t;

#define __ARCH_SPIN_LOCK_UNLOCKED { 0 }
#define __ARCH_RW_LOCK_UNLOCKED   { 0 }

#endif
