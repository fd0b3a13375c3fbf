// SPDX-License-Identifier: GPL-2.0-only
/*
 * Spin and rw locks below kernel/locking/spinlock.c, which is the real one. Who finds a lock taken spins, and lets the
 * holder go on; taking a lock orders what its last holder did before. Who holds what, and which order
 * locks are taken in, lockdep.c knows.
 */
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

#define WRITER (~0U)

void arch_spin_lock(arch_spinlock_t *lock)
{
	vitro_switch_point();
	while (lock->slock)
		cpu_relax();
	lock->slock = 1;
	host_acquire(lock);
}

int arch_spin_trylock(arch_spinlock_t *lock)
{
	vitro_switch_point();
	if (lock->slock)
		return 0;
	lock->slock = 1;
	host_acquire(lock);
	return 1;
}

void arch_spin_unlock(arch_spinlock_t *lock)
{
	if (!lock->slock)
		vitro_finding(HOST_MISUSE, "BUG: spinlock already unlocked: %px", lock);
	host_release(lock);
	lock->slock = 0;
	vitro_switch_point();
}

int arch_read_trylock(arch_rwlock_t *lock)
{
	vitro_switch_point();
	if (lock->lock == WRITER)
		return 0;
	lock->lock++;
	host_acquire(lock);
	return 1;
}

void arch_read_lock(arch_rwlock_t *lock)
{
	while (!arch_read_trylock(lock))
		cpu_relax();
}

/* What a reader did comes before the next writer, not before the next reader. */
void arch_read_unlock(arch_rwlock_t *lock)
{
	if (!lock->lock || lock->lock == WRITER)
		vitro_finding(HOST_MISUSE, "BUG: rwlock not held for reading: %px", lock);
	host_release((char *)lock + 1);
	lock->lock--;
	vitro_switch_point();
}

int arch_write_trylock(arch_rwlock_t *lock)
{
	vitro_switch_point();
	if (lock->lock)
		return 0;
	lock->lock = WRITER;
	host_acquire(lock);
	host_acquire((char *)lock + 1);
	return 1;
}

void arch_write_lock(arch_rwlock_t *lock)
{
	while (!arch_write_trylock(lock))
		cpu_relax();
}

void arch_write_unlock(arch_rwlock_t *lock)
{
	if (lock->lock != WRITER)
		vitro_finding(HOST_MISUSE, "BUG: rwlock not held for writing: %px", lock);
	host_release(lock);
	lock->lock = 0;
	vitro_switch_point();
}

/* kernel/sched/core.c: nobody asks a running task to leave off here; a schedule has it do so at locks. */
int __cond_resched_lock(spinlock_t *lock)
{
	lockdep_assert_held(lock);
	return 0;
}

int __cond_resched_rwlock_read(rwlock_t *lock)
{
	lockdep_assert_held_read(lock);
	return 0;
}

int __cond_resched_rwlock_write(rwlock_t *lock)
{
	lockdep_assert_held_write(lock);
	return 0;
}
