// SPDX-License-Identifier: GPL-2.0-only
/* In which orders locks may be taken. */
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>
#include <linux/version.h>

#include "selftest.h"

#define CIRCLE "misuse: WARNING: possible circular locking dependency detected"

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
