/* SPDX-License-Identifier: GPL-2.0-only */
/* Spinning on one OS thread can only mean a deadlock: arch/vitro/kernel/spinlock.c says so. */
#ifndef _ASM_VITRO_SPINLOCK_H
#define _ASM_VITRO_SPINLOCK_H

void arch_spin_lock(arch_spinlock_t *lock);
int arch_spin_trylock(arch_spinlock_t *lock);
void arch_spin_unlock(arch_spinlock_t *lock);
#define arch_spin_is_locked(lock)      (READ_ONCE((lock)->slock) != 0)
#define arch_spin_is_contended(lock)   0
#define arch_spin_value_unlocked(lock) ((lock).slock == 0)

void arch_read_lock(arch_rwlock_t *lock);
void arch_write_lock(arch_rwlock_t *lock);
int arch_read_trylock(arch_rwlock_t *lock);
int arch_write_trylock(arch_rwlock_t *lock);
void arch_read_unlock(arch_rwlock_t *lock);
void arch_write_unlock(arch_rwlock_t *lock);

#endif
