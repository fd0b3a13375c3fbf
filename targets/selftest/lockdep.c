// SPDX-License-Identifier: GPL-2.0-only
/* What lockdep reports, and what it must not. */
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "selftest.h"

#define RECURSION "misuse: WARNING: possible recursive locking detected"

static DEFINE_SPINLOCK(first);
static DEFINE_MUTEX(mutex);
static DECLARE_RWSEM(rwsem);

static void take_both(spinlock_t *a, spinlock_t *b)
{
	spin_lock(a);
	spin_lock(b);
	spin_unlock(b);
	spin_unlock(a);
}

struct object {
	spinlock_t lock;
	struct timer_list timer;
	struct work_struct work;
};

static void do_nothing(struct work_struct *work)
{
}

static void time_out(struct timer_list *timer)
{
}

static struct object *object_new(void)
{
	struct object *object = kzalloc(sizeof(*object), GFP_KERNEL);

	spin_lock_init(&object->lock);
	timer_setup(&object->timer, time_out, 0);
	INIT_WORK(&object->work, do_nothing);
	return object;
}

CASE(two_of_a_class, RECURSION)
{
	struct object *a = object_new(), *b = object_new();

	spin_lock(&a->lock);
	spin_lock(&b->lock);
}

static void take_with(struct object *a, struct object *b, bool nested)
{
	spin_lock(&a->lock);
	if (nested)
		spin_lock_nested(&b->lock, SINGLE_DEPTH_NESTING);
	else
		spin_lock_nest_lock(&b->lock, &mutex);
	spin_unlock(&b->lock);
	spin_unlock(&a->lock);
}

CASE(nested_and_under_a_nest_lock, NULL)
{
	struct object *a = object_new(), *b = object_new();

	take_with(a, b, true);
	mutex_lock(&mutex);
	take_with(a, b, false);
	mutex_unlock(&mutex);
	kfree(a);
	kfree(b);
}

CASE(not_validated, NULL)
{
	struct object *a = object_new(), *b = object_new();

	lockdep_set_novalidate_class(&a->lock);
	lockdep_set_novalidate_class(&b->lock);
	take_both(&a->lock, &b->lock);
	take_both(&b->lock, &a->lock);
	kfree(a);
	kfree(b);
}

CASE(not_validated_recursion, "hang: BUG: spinlock recursion")
{
	struct object *object = object_new();

	lockdep_set_novalidate_class(&object->lock);
	take_both(&object->lock, &object->lock);
}

CASE(assertions, NULL)
{
	EXPECT(!lockdep_is_held(&mutex));
	mutex_lock(&mutex);
	lockdep_assert_held(&mutex);
	mutex_unlock(&mutex);
	lockdep_assert_irqs_enabled();
	local_irq_disable();
	lockdep_assert_irqs_disabled();
	local_irq_enable();
	lockdep_assert_not_held(&mutex);
	downgrade_write((down_write(&rwsem), &rwsem));
	lockdep_assert_held_read(&rwsem);
	up_read(&rwsem);
}

CASE(assertion_fails, "warning: WARNING at")
{
	lockdep_assert_held(&mutex);
}

CASE(mutex_unlocked_twice, "misuse: WARNING: bad unlock balance detected!")
{
	mutex_lock(&mutex);
	mutex_unlock(&mutex);
	mutex_unlock(&mutex);
}

static int hold_mutex(void *unused)
{
	mutex_lock(&mutex);
	return 0;
}

CASE(task_ends_with_a_lock_held, "misuse: WARNING: holder:N still has locks held! mutex")
{
	kthread_run(hold_mutex, NULL, "holder");
	schedule_timeout_uninterruptible(1);
}

static int take_and_give_mutex(void *unused)
{
	mutex_lock(&mutex);
	mutex_unlock(&mutex);
	return 0;
}

CASE(task_waits_for_a_lock_and_gives_it_back, NULL)
{
	mutex_lock(&mutex);
	kthread_run(take_and_give_mutex, NULL, "taker");
	schedule_timeout_uninterruptible(1);
	mutex_unlock(&mutex);
}

static int unlock_mutex(void *unused)
{
	mutex_unlock(&mutex);
	return 0;
}

CASE(unlocked_by_another_task, "misuse: WARNING: bad unlock balance detected!")
{
	mutex_lock(&mutex);
	wake_up_process(kthread_create(unlock_mutex, NULL, "unlocker"));
	schedule();
}

CASE(uninitialised, "misuse: INFO: trying to register non-static key")
{
	struct object *object = kzalloc(sizeof(*object), GFP_KERNEL);

	spin_lock(&object->lock);
}

CASE(uninitialised_static, "misuse: BUG: spinlock bad magic")
{
	static struct object object;

	spin_lock(&object.lock);
}

CASE(mutex_held_at_return,
     "misuse: WARNING: lock held when returning to user space! mutex taken in")
{
	mutex_lock(&mutex);
}

CASE(rwsem_held_at_return,
     "misuse: WARNING: lock held when returning to user space! rwsem taken in")
{
	down_read(&rwsem);
}

CASE(held_lock_freed, "misuse: WARNING: held lock freed!")
{
	struct object *object = object_new();

	spin_lock(&object->lock);
	kfree(object);
}

CASE(held_lock_in_vmalloc_memory_freed, "misuse: WARNING: held lock freed!")
{
	struct mutex *lock = vmalloc(sizeof(*lock));

	mutex_init(lock);
	mutex_lock(lock);
	vfree(lock);
}

CASE(held_lock_in_a_page_freed, "misuse: WARNING: held lock freed!")
{
	struct mutex *lock = (void *)__get_free_page(GFP_KERNEL);

	mutex_init(lock);
	mutex_lock(lock);
	free_page((unsigned long)lock);
}

CASE(freed_when_at_rest, NULL)
{
	struct object *object = object_new();

	mod_timer(&object->timer, jiffies + HZ);
	schedule_work(&object->work);
	take_both(&first, &object->lock);
	timer_delete_sync(&object->timer);
	cancel_work_sync(&object->work);
	kfree(object);
}

CASE(armed_timer_freed,
     "misuse: ODEBUG: free active (active state N) object type: timer_list hint: time_out")
{
	struct object *object = object_new();

	mod_timer(&object->timer, jiffies + HZ);
	kfree(object);
}

CASE(queued_work_freed,
     "misuse: ODEBUG: free active (active state N) object type: work_struct hint: do_nothing")
{
	struct object *object = object_new();

	schedule_work(&object->work);
	kfree(object);
}

static int __rcu *pointer;

CASE(dereferenced_by_a_reader, NULL)
{
	rcu_read_lock();
	EXPECT(!rcu_dereference(pointer));
	rcu_read_unlock();
	mutex_lock(&mutex);
	EXPECT(!rcu_dereference_protected(pointer, lockdep_is_held(&mutex)));
	mutex_unlock(&mutex);
	EXPECT(!rcu_access_pointer(pointer));
}

CASE(dereferenced_by_nobody, "misuse: WARNING: suspicious RCU usage")
{
	EXPECT(!rcu_dereference(pointer));
}
