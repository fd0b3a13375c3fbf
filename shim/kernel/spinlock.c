// SPDX-License-Identifier: GPL-2.0-only
/*
 * Spin and rw locks below kernel/locking/spinlock.c, which is the real one. Whoever finds a lock taken on
 * one OS thread would spin for ever: that is reported at once, as is a lock still held when the input ends.
 */
#include <linux/kallsyms.h>
#include <linux/spinlock.h>
#include <vitro/host.h>

#include "internal.h"

#define HELD_MAX 32

static struct held {
	const void *lock;
	unsigned long taken_at;
} held[HELD_MAX];
static unsigned int held_count;

/* Two frames up: above us is _raw_spin_lock() and its kin, above that who asked. */
#define TAKEN_AT() ((unsigned long)__builtin_return_address(1))

static void hold(const void *lock, unsigned long taken_at)
{
	if (held_count < HELD_MAX)
		held[held_count] = (struct held){ lock, taken_at };
	held_count++;
}

static void let_go(const void *lock)
{
	unsigned int i = min_t(unsigned int, held_count, HELD_MAX);

	while (i && held[i - 1].lock != lock)
		i--;
	if (!i)
		return;
	memmove(&held[i - 1], &held[i], (HELD_MAX - i) * sizeof(held[0]));
	held_count--;
}

void arch_spin_lock(arch_spinlock_t *lock)
{
	if (lock->slock)
		vitro_finding(HOST_HANG, "BUG: spinlock recursion: %px is held already", lock);
	lock->slock = 1;
	hold(lock, TAKEN_AT());
}

int arch_spin_trylock(arch_spinlock_t *lock)
{
	if (lock->slock)
		return 0;
	lock->slock = 1;
	hold(lock, TAKEN_AT());
	return 1;
}

void arch_spin_unlock(arch_spinlock_t *lock)
{
	if (!lock->slock)
		vitro_finding(HOST_MISUSE, "BUG: spinlock already unlocked: %px", lock);
	lock->slock = 0;
	let_go(lock);
}

void arch_read_lock(arch_rwlock_t *lock)
{
	if (!arch_read_trylock(lock))
		vitro_finding(HOST_HANG, "BUG: rwlock recursion: %px is held for writing", lock);
}

int arch_read_trylock(arch_rwlock_t *lock)
{
	if (lock->lock == ~0U)
		return 0;
	lock->lock++;
	hold(lock, TAKEN_AT());
	return 1;
}

void arch_read_unlock(arch_rwlock_t *lock)
{
	if (!lock->lock || lock->lock == ~0U)
		vitro_finding(HOST_MISUSE, "BUG: rwlock not held for reading: %px", lock);
	lock->lock--;
	let_go(lock);
}

void arch_write_lock(arch_rwlock_t *lock)
{
	if (!arch_write_trylock(lock))
		vitro_finding(HOST_HANG, "BUG: rwlock recursion: %px is held already", lock);
}

int arch_write_trylock(arch_rwlock_t *lock)
{
	if (lock->lock)
		return 0;
	lock->lock = ~0U;
	hold(lock, TAKEN_AT());
	return 1;
}

void arch_write_unlock(arch_rwlock_t *lock)
{
	if (lock->lock != ~0U)
		vitro_finding(HOST_MISUSE, "BUG: rwlock not held for writing: %px", lock);
	lock->lock = 0;
	let_go(lock);
}

void vitro_check_locks(void)
{
	char where[128];

	if (!held_count)
		return;
	host_symbol(held[0].taken_at - 1, where, sizeof(where));
	vitro_finding(HOST_MISUSE,
		      "BUG: lock held when returning: %u spinlock(s), first taken in %s",
		      held_count, where);
}
