// SPDX-License-Identifier: GPL-2.0-only
/* Tasks that get nowhere: they wait for too long, or for what is gone. */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "selftest.h"

static struct completion done;

static void finish(struct work_struct *work)
{
	complete(&done);
}

static DECLARE_DELAYED_WORK(late_finisher, finish);

static void finish_much_later(unsigned long seconds)
{
	init_completion(&done);
	schedule_delayed_work(&late_finisher, seconds * HZ);
	wait_for_completion(&done);
}

CASE(waits_for_more_than_two_minutes, "hang: INFO: task vitro:N blocked for more than N seconds")
{
	finish_much_later(200);
}

CASE(waits_for_less_than_two_minutes, NULL)
{
	finish_much_later(100);
}

struct waited_for {
	struct completion done;
	wait_queue_head_t queue;
	bool condition;
};

static int wait_for_it(void *data)
{
	wait_for_completion(&((struct waited_for *)data)->done);
	return 0;
}

static int wait_in_its_queue(void *data)
{
	struct waited_for *it = data;

	wait_event(it->queue, READ_ONCE(it->condition));
	return 0;
}

static struct waited_for *waited_for_by(int (*function)(void *data))
{
	struct waited_for *it = kzalloc(sizeof(*it), GFP_KERNEL);

	init_completion(&it->done);
	init_waitqueue_head(&it->queue);
	kthread_run(function, it, "waiter");
	schedule_timeout_uninterruptible(1);
	return it;
}

CASE(freed_completion_with_a_waiter, "misuse: freed with a waiter: &x->wait, for which waiter")
{
	kfree(waited_for_by(wait_for_it));
}

CASE(freed_wait_queue_with_a_waiter, "misuse: freed with a waiter: &it->queue, for which waiter")
{
	kfree(waited_for_by(wait_in_its_queue));
}

CASE(freed_behind_the_waiter, NULL)
{
	struct waited_for *it = waited_for_by(wait_for_it);

	complete(&it->done);
	schedule_timeout_uninterruptible(1);
	kfree(it);
}

/* Its own wake-up is no queue's: the lock it drops last may go before. */
static int park(void *data)
{
	spinlock_t *lock = data;

	spin_lock(lock);
	set_current_state(TASK_UNINTERRUPTIBLE);
	spin_unlock(lock);
	schedule();
	return 0;
}

CASE(freed_lock_of_a_task_that_waits_in_no_queue, NULL)
{
	spinlock_t *lock = kmalloc(sizeof(*lock), GFP_KERNEL);
	struct task_struct *task;

	spin_lock_init(lock);
	task = kthread_run(park, lock, "parker");
	schedule_timeout_uninterruptible(1);
	kfree(lock);
	wake_up_process(task);
}
