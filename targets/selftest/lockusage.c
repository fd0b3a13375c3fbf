// SPDX-License-Identifier: GPL-2.0-only
/* In which contexts locks may be taken: alone, and behind others. */
#include <linux/bottom_half.h>
#include <linux/local_lock.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

#include "selftest.h"

#define STATE "misuse: WARNING: inconsistent lock state: "

static DEFINE_SPINLOCK(first);
static DEFINE_SPINLOCK(second);
static DEFINE_SPINLOCK(third);
static DEFINE_RWLOCK(rwlock);

static void take_both(spinlock_t *a, spinlock_t *b)
{
	spin_lock(a);
	spin_lock(b);
	spin_unlock(b);
	spin_unlock(a);
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
