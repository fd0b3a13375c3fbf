// SPDX-License-Identifier: GPL-2.0-only
/* In which orders and contexts locks may be taken. */
#include <linux/bottom_half.h>
#include <linux/local_lock.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>
#include <linux/timer.h>
#include <linux/version.h>

#include "selftest.h"

#define CIRCLE "misuse: WARNING: possible circular locking dependency detected"
#define STATE  "misuse: WARNING: inconsistent lock state: "

static DEFINE_SPINLOCK(first);
static DEFINE_SPINLOCK(second);
static DEFINE_SPINLOCK(third);
static DEFINE_RWLOCK(rwlock);
static DEFINE_MUTEX(mutex);
static DECLARE_RWSEM(rwsem);

static void take_both(spinlock_t *a, spinlock_t *b)
{
	spin_lock(a);
	spin_lock(b);
	spin_unlock(b);
	spin_unlock(a);
}

CASE(one_order, NULL)
{
	take_both(&first, &second);
	take_both(&second, &third);
	take_both(&first, &third);
	take_both(&first, &second);
}

CASE(two_orders, CIRCLE)
{
	take_both(&first, &second);
	take_both(&second, &first);
}

CASE(circle_of_three, CIRCLE)
{
	take_both(&first, &second);
	take_both(&second, &third);
	take_both(&third, &first);
}

CASE(mutex_and_rwsem, CIRCLE)
{
	mutex_lock(&mutex);
	down_read(&rwsem);
	up_read(&rwsem);
	mutex_unlock(&mutex);
	down_write(&rwsem);
	mutex_lock(&mutex);
}

CASE(trylock_waits_for_nobody, NULL)
{
	take_both(&first, &second);
	spin_lock(&second);
	EXPECT(spin_trylock(&first));
	spin_unlock(&first);
	spin_unlock(&second);
}

CASE(recursive_readers_share, NULL)
{
	spin_lock(&first);
	read_lock(&rwlock);
	read_unlock(&rwlock);
	spin_unlock(&first);
	read_lock(&rwlock);
	spin_lock(&first);
	spin_unlock(&first);
	read_unlock(&rwlock);
}

CASE(reader_and_writer, CIRCLE)
{
	spin_lock(&first);
	write_lock(&rwlock);
	write_unlock(&rwlock);
	spin_unlock(&first);
	read_lock(&rwlock);
	spin_lock(&first);
}

static void take_dynamic(struct lock_class_key *key, bool before)
{
	static spinlock_t lock;

	lockdep_register_key(key);
	spin_lock_init(&lock);
	lockdep_set_class(&lock, key);
	if (before)
		take_both(&lock, &first);
	else
		take_both(&first, &lock);
	lockdep_unregister_key(key);
}

CASE(key_that_was_given_up_is_another_class, NULL)
{
	struct lock_class_key *key = kzalloc(sizeof(*key), GFP_KERNEL);

	take_dynamic(key, true);
	take_dynamic(key, false);
	kfree(key);
}

static void take_one(struct timer_list *unused)
{
	spin_lock(&first);
	spin_unlock(&first);
}

static void read_one(struct timer_list *unused)
{
	read_lock(&rwlock);
	read_unlock(&rwlock);
}

static void try_one(struct timer_list *unused)
{
	if (spin_trylock(&first))
		spin_unlock(&first);
}

/* Returns when the softirq has run. */
static void in_softirq_do(void (*function)(struct timer_list *timer))
{
	static struct timer_list timer;

	timer_setup(&timer, function, 0);
	mod_timer(&timer, jiffies);
	schedule_timeout_uninterruptible(2);
}

CASE(softirq_interrupts_holder, STATE "{SOFTIRQ-ON-W} -> {IN-SOFTIRQ-W}")
{
	take_one(NULL);
	in_softirq_do(take_one);
}

CASE(holder_lets_softirq_in, STATE "{IN-SOFTIRQ-W} -> {SOFTIRQ-ON-W}")
{
	in_softirq_do(take_one);
	take_one(NULL);
}

CASE(softirq_reads_what_is_written, STATE "{IN-SOFTIRQ-R} -> {SOFTIRQ-ON-W}")
{
	in_softirq_do(read_one);
	write_lock(&rwlock);
}

CASE(softirqs_off_where_they_take_it, NULL)
{
	unsigned long flags;

	in_softirq_do(take_one);
	spin_lock_bh(&first);
	spin_unlock_bh(&first);
	spin_lock_irqsave(&first, flags);
	spin_unlock_irqrestore(&first, flags);
	local_bh_disable();
	take_one(NULL);
	local_bh_enable();
}

CASE(softirq_and_holder_read, NULL)
{
	in_softirq_do(read_one);
	read_one(NULL);
	write_lock_bh(&rwlock);
	write_unlock_bh(&rwlock);
}

CASE(softirq_that_tries, NULL)
{
	take_one(NULL);
	in_softirq_do(try_one);
}

#define INVERSION  "misuse: WARNING: possible irq lock inversion dependency detected: "
#define SOFT_ORDER "misuse: WARNING: SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected: "
#define HARD_ORDER "misuse: WARNING: HARDIRQ-safe -> HARDIRQ-unsafe lock order detected: "

static void take_both_bh(spinlock_t *a, spinlock_t *b)
{
	local_bh_disable();
	take_both(a, b);
	local_bh_enable();
}

/* A lock that softirqs take waits for one that they may interrupt. */
CASE(unsafe_behind_what_softirqs_take, SOFT_ORDER "first -> second")
{
	in_softirq_do(take_one);
	spin_lock(&second);
	spin_unlock(&second);
	take_both_bh(&first, &second);
}

CASE(unsafe_far_behind_what_softirqs_take, SOFT_ORDER "first -> third")
{
	in_softirq_do(take_one);
	spin_lock(&third);
	spin_unlock(&third);
	take_both_bh(&second, &third);
	take_both_bh(&first, &second);
}

/* The orders are there first; what makes one of them wrong comes last. */
CASE(softirq_takes_what_unsafe_is_behind, INVERSION "first {IN-SOFTIRQ-W}, second {SOFTIRQ-ON-W}")
{
	take_both_bh(&first, &second);
	spin_lock(&second);
	spin_unlock(&second);
	in_softirq_do(take_one);
}

CASE(becomes_unsafe_behind_what_softirqs_take,
     INVERSION "second {SOFTIRQ-ON-W}, first {IN-SOFTIRQ-W}")
{
	take_both_bh(&first, &second);
	in_softirq_do(take_one);
	spin_lock(&second);
}

CASE(safe_behind_what_softirqs_take, NULL)
{
	in_softirq_do(take_one);
	take_both_bh(&first, &second);
	spin_lock_bh(&second);
	spin_unlock_bh(&second);
}

CASE(safe_before_what_is_unsafe, NULL)
{
	in_softirq_do(take_one);
	spin_lock(&second);
	spin_lock_bh(&first);
	spin_unlock_bh(&first);
	spin_unlock(&second);
}

/* As the entry of an interrupt does it; nothing of the shim's does so far. */
static void in_hardirq_do(void (*function)(struct timer_list *timer))
{
	local_irq_disable();
	preempt_count_add(HARDIRQ_OFFSET);
	function(NULL);
	preempt_count_sub(HARDIRQ_OFFSET);
	local_irq_enable();
}

CASE(unsafe_behind_what_interrupts_take, HARD_ORDER "first -> second")
{
	in_hardirq_do(take_one);
	spin_lock_bh(&second);
	spin_unlock_bh(&second);
	local_irq_disable();
	take_both(&first, &second);
}

CASE(interrupt_interrupts_holder, STATE "{HARDIRQ-ON-W} -> {IN-HARDIRQ-W}")
{
	spin_lock_bh(&first);
	spin_unlock_bh(&first);
	in_hardirq_do(take_one);
}

/* In no strong path: a recursive reader comes in, and a reader is who waits. */
CASE(recursive_reader_in_softirq_and_readers, NULL)
{
	in_softirq_do(read_one);
	read_lock(&rwlock);
	spin_lock(&second);
	spin_unlock(&second);
	read_unlock(&rwlock);
}

CASE(softirq_reads_what_is_written_before_unsafe, SOFT_ORDER "rwlock -> second")
{
	in_softirq_do(read_one);
	spin_lock(&second);
	spin_unlock(&second);
	write_lock_bh(&rwlock);
	spin_lock(&second);
}

/* Nobody waits for a local lock. */
static DEFINE_PER_CPU(local_lock_t, local) = INIT_LOCAL_LOCK(local);

CASE(local_lock_is_no_lock, NULL)
{
	in_softirq_do(take_one);
	local_lock(&local);
	local_unlock(&local);
	local_bh_disable();
	spin_lock(&first);
	local_lock(&local);
	local_unlock(&local);
	spin_unlock(&first);
	local_bh_enable();
}

CASE(interrupts_come_on_with_a_lock_held, STATE "{IN-SOFTIRQ-W} -> {SOFTIRQ-ON-W} usage of first")
{
	in_softirq_do(take_one);
	spin_lock_irq(&first);
	spin_lock_irq(&second);
	spin_unlock_irq(&second);
}

CASE(softirqs_come_on_with_a_lock_held, STATE "{IN-SOFTIRQ-W} -> {SOFTIRQ-ON-W} usage of first")
{
	in_softirq_do(take_one);
	local_bh_disable();
	spin_lock(&first);
	local_bh_enable();
}

CASE(interrupts_stay_off_until_the_last_unlock, NULL)
{
	unsigned long flags;

	in_softirq_do(take_one);
	spin_lock_irq(&first);
	spin_lock_irqsave(&second, flags);
	spin_unlock_irqrestore(&second, flags);
	spin_unlock_irq(&first);
}

DEFINE_STATIC_SRCU(domain);

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define OWN_READER "misuse: WARNING: possible recursive locking detected: domain"
#else
#define OWN_READER "misuse: WARNING: suspicious RCU usage"
#endif

CASE(synchronized_in_its_own_reader, OWN_READER)
{
	int index = srcu_read_lock(&domain);

	synchronize_srcu(&domain);
	srcu_read_unlock(&domain, index);
}

CASE(synchronized_outside_of_readers, NULL)
{
	srcu_read_unlock(&domain, srcu_read_lock(&domain));
	synchronize_srcu(&domain);
}
