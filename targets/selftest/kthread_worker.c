// SPDX-License-Identifier: GPL-2.0-only
/* Kernel threads with works of their own, as include/linux/kthread.h documents them. */
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/timer.h>

#include "selftest.h"

static int runs;
static unsigned long ran_at;
static struct task_struct *ran_in;

static void count(struct kthread_work *work)
{
	runs++;
	ran_at = jiffies;
	ran_in = current;
}

static void sleep_first(struct kthread_work *work)
{
	schedule_timeout_uninterruptible(10);
	count(work);
}

static DEFINE_KTHREAD_WORK(work, count);
static DEFINE_KTHREAD_WORK(sleeper, sleep_first);
static DEFINE_KTHREAD_DELAYED_WORK(delayed, count);

static struct kthread_worker *begin(void)
{
	struct kthread_worker *worker = kthread_create_worker(0, "selftest/%d", 1);

	EXPECT(!IS_ERR(worker));
	kthread_init_work(&work, count);
	kthread_init_work(&sleeper, sleep_first);
	kthread_init_delayed_work(&delayed, count);
	runs = 0;
	return worker;
}

CASE(executes_what_is_queued, NULL)
{
	struct kthread_worker *worker = begin();

	EXPECT(kthread_queue_work(worker, &work));
	EXPECT(!kthread_queue_work(worker, &work));
	kthread_flush_work(&work);
	EXPECT(runs == 1 && ran_in == worker->task);
	kthread_queue_work(worker, &work);
	kthread_destroy_worker(worker);
	EXPECT(runs == 2);
}

CASE(waits_for_what_is_executed, NULL)
{
	struct kthread_worker *worker = begin();

	kthread_queue_work(worker, &sleeper);
	schedule_timeout_uninterruptible(1);
	EXPECT(!runs && !kthread_cancel_work_sync(&sleeper) && runs == 1);
	kthread_queue_work(worker, &work);
	EXPECT(kthread_cancel_work_sync(&work));
	kthread_flush_worker(worker);
	EXPECT(runs == 1);
	kthread_destroy_worker(worker);
}

CASE(delayed_ones_wait_their_time, NULL)
{
	struct kthread_worker *worker = begin();
	unsigned long start = jiffies;

	EXPECT(kthread_queue_delayed_work(worker, &delayed, 50));
	EXPECT(kthread_mod_delayed_work(worker, &delayed, 20));
	schedule_timeout_uninterruptible(100);
	EXPECT(runs == 1 && ran_at == start + 20);
	EXPECT(!kthread_mod_delayed_work(worker, &delayed, 20));
	EXPECT(kthread_cancel_delayed_work_sync(&delayed));
	EXPECT(!kthread_cancel_delayed_work_sync(&delayed));
	kthread_destroy_worker(worker);
	EXPECT(runs == 1);
}

CASE(is_destroyed_with_a_delayed_work, "warning: WARNING at")
{
	struct kthread_worker *worker = begin();

	kthread_queue_delayed_work(worker, &delayed, 50);
	kthread_destroy_worker(worker);
}
