// SPDX-License-Identifier: GPL-2.0-only
/* Spinning locks, the context they make, and the real sleeping locks on top of the shim. */
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/seqlock.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "selftest.h"

#define RECURSION "misuse: WARNING: possible recursive locking detected"

static DEFINE_SPINLOCK(lock);
static DEFINE_RWLOCK(rwlock);
static DEFINE_MUTEX(mutex);
static DECLARE_RWSEM(rwsem);

CASE(lock_makes_the_context_atomic, NULL)
{
	EXPECT(!in_atomic());
	spin_lock(&lock);
	EXPECT(in_atomic() && spin_is_locked(&lock));
	spin_unlock(&lock);
	EXPECT(!in_atomic() && !spin_is_locked(&lock));
}

CASE(irqsave_nests, NULL)
{
	static DEFINE_SPINLOCK(inner);
	unsigned long flags, inner_flags;

	spin_lock_irqsave(&lock, flags);
	spin_lock_irqsave(&inner, inner_flags);
	EXPECT(irqs_disabled());
	spin_unlock_irqrestore(&inner, inner_flags);
	EXPECT(irqs_disabled());
	spin_unlock_irqrestore(&lock, flags);
	EXPECT(!irqs_disabled());
}

CASE(bh_lock_disables_softirqs, NULL)
{
	spin_lock_bh(&lock);
	EXPECT(in_softirq());
	spin_unlock_bh(&lock);
	EXPECT(!in_softirq());
}

CASE(trylock_says_whether, NULL)
{
	EXPECT(spin_trylock(&lock));
	EXPECT(!spin_trylock(&lock));
	spin_unlock(&lock);
	EXPECT(!in_atomic());
}

CASE(readers_share, NULL)
{
	read_lock(&rwlock);
	read_lock(&rwlock);
	EXPECT(!write_trylock(&rwlock));
	read_unlock(&rwlock);
	read_unlock(&rwlock);
	write_lock(&rwlock);
	EXPECT(!read_trylock(&rwlock));
	write_unlock(&rwlock);
}

CASE(released_in_another_order, NULL)
{
	static DEFINE_SPINLOCK(other);

	spin_lock(&lock);
	spin_lock(&other);
	spin_unlock(&lock);
	spin_unlock(&other);
}

CASE(sleeping_locks, NULL)
{
	mutex_lock(&mutex);
	EXPECT(mutex_is_locked(&mutex) && !mutex_trylock(&mutex));
	mutex_unlock(&mutex);
	down_read(&rwsem);
	EXPECT(!down_write_trylock(&rwsem));
	up_read(&rwsem);
	down_write(&rwsem);
	downgrade_write(&rwsem);
	up_read(&rwsem);
}

CASE(sequence_counts, NULL)
{
	static DEFINE_SEQLOCK(seqlock);
	unsigned int start = read_seqbegin(&seqlock);

	EXPECT(!read_seqretry(&seqlock, start));
	write_seqlock(&seqlock);
	write_sequnlock(&seqlock);
	EXPECT(read_seqretry(&seqlock, start));
}

CASE(taken_twice, RECURSION)
{
	spin_lock(&lock);
	spin_lock(&lock);
}

CASE(write_lock_under_a_read_lock, RECURSION)
{
	read_lock(&rwlock);
	write_lock(&rwlock);
}

CASE(read_lock_under_a_write_lock, RECURSION)
{
	write_lock(&rwlock);
	read_lock(&rwlock);
}

CASE(released_twice, "misuse: WARNING: bad unlock balance detected!")
{
	spin_lock(&lock);
	spin_unlock(&lock);
	spin_unlock(&lock);
}

CASE(read_unlock_of_a_write_lock, "misuse: BUG: rwlock not held for reading")
{
	write_lock(&rwlock);
	read_unlock(&rwlock);
}

CASE(held_at_return, "misuse: WARNING: lock held when returning to user space!")
{
	spin_lock(&lock);
}

CASE(interrupts_left_off, "misuse: WARNING: input left IRQs disabled")
{
	local_irq_disable();
}

CASE(preemption_left_off, "misuse: WARNING: input returned with preemption imbalance")
{
	preempt_disable();
}

CASE(mutex_under_a_spinlock, ATOMIC_SLEEP)
{
	spin_lock(&lock);
	mutex_lock(&mutex);
}

CASE(mutex_with_interrupts_off, ATOMIC_SLEEP)
{
	local_irq_disable();
	mutex_lock(&mutex);
}

CASE(mutex_taken_twice, RECURSION)
{
	mutex_lock(&mutex);
	mutex_lock(&mutex);
}

CASE(rwsem_written_under_read, RECURSION)
{
	down_read(&rwsem);
	down_write(&rwsem);
}
