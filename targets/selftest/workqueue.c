// SPDX-License-Identifier: GPL-2.0-only
/* Works, as Documentation/core-api/workqueue.rst has them. */
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "selftest.h"

static int runs;
static unsigned long ran_at;

static void count(struct work_struct *work)
{
	runs++;
	ran_at = jiffies;
}

/* flush_workqueue() refuses the system's queues; here whatever is queued runs. */
static void flush_scheduled(void)
{
	struct workqueue_struct *queue = alloc_workqueue("selftest", 0, 0);

	destroy_workqueue(queue);
}

static DECLARE_WORK(work, count);
static DECLARE_DELAYED_WORK(delayed, count);

CASE(runs_once_and_not_in_the_queuer, NULL)
{
	runs = 0;
	EXPECT(schedule_work(&work));
	EXPECT(!schedule_work(&work));
	EXPECT(runs == 0 && work_pending(&work));
	EXPECT(flush_work(&work));
	EXPECT(runs == 1 && !work_pending(&work));
	EXPECT(!flush_work(&work));
}

static bool drained;

static void note_drained(struct work_struct *unused)
{
	drained = true;
}

CASE(what_is_queued_runs_before_the_next_input, NULL)
{
	static DECLARE_WORK(late, note_drained);
	static bool second_time;

	EXPECT(drained == second_time);
	second_time = true;
	drained = false;
	schedule_work(&late);
}

CASE(cancelled_work_does_not_run, NULL)
{
	runs = 0;
	schedule_work(&work);
	EXPECT(cancel_work_sync(&work));
	EXPECT(!cancel_work_sync(&work));
	flush_scheduled();
	EXPECT(runs == 0);
}

static struct work_struct *first_to_run;

static void note_first(struct work_struct *self)
{
	first_to_run = first_to_run ?: self;
}

CASE(runs_in_order_of_queueing, NULL)
{
	static DECLARE_WORK(one, note_first);
	static DECLARE_WORK(two, note_first);

	first_to_run = NULL;
	schedule_work(&two);
	schedule_work(&one);
	flush_work(&one);
	EXPECT(first_to_run == &two && !work_pending(&two));
}

CASE(delayed_work_waits_its_time, NULL)
{
	unsigned long start = jiffies;

	runs = 0;
	EXPECT(schedule_delayed_work(&delayed, 50));
	EXPECT(!schedule_delayed_work(&delayed, 10));
	flush_scheduled();
	EXPECT(runs == 0);
	schedule_timeout_uninterruptible(100);
	EXPECT(runs == 1 && ran_at == start + 50);
}

CASE(flushed_delayed_work_runs_at_once, NULL)
{
	unsigned long start = jiffies;

	runs = 0;
	schedule_delayed_work(&delayed, 50);
	EXPECT(flush_delayed_work(&delayed));
	EXPECT(runs == 1 && ran_at == start);
}

CASE(mod_delayed_work_moves_it, NULL)
{
	unsigned long start = jiffies;

	runs = 0;
	EXPECT(!mod_delayed_work(system_wq, &delayed, 50));
	EXPECT(mod_delayed_work(system_wq, &delayed, 20));
	schedule_timeout_uninterruptible(100);
	EXPECT(runs == 1 && ran_at == start + 20);
}

CASE(cancelled_delayed_work_does_not_run, NULL)
{
	runs = 0;
	schedule_delayed_work(&delayed, 50);
	EXPECT(cancel_delayed_work_sync(&delayed));
	EXPECT(!cancel_delayed_work_sync(&delayed));
	schedule_timeout_uninterruptible(100);
	EXPECT(runs == 0);
}

static void again(struct work_struct *self)
{
	if (++runs < 3)
		schedule_work(self);
}

CASE(may_queue_itself_again, NULL)
{
	static DECLARE_WORK(itself, again);

	runs = 0;
	schedule_work(&itself);
	while (flush_work(&itself))
		;
	EXPECT(runs == 3);
}

static void free_itself(struct work_struct *self)
{
	runs++;
	kfree(self);
}

CASE(may_free_itself, NULL)
{
	struct work_struct *own = kmalloc(sizeof(*own), GFP_KERNEL);

	INIT_WORK(own, free_itself);
	schedule_work(own);
}

CASE(destroy_runs_what_is_queued, NULL)
{
	struct workqueue_struct *queue = alloc_workqueue("selftest/%d", WQ_UNBOUND, 1, 5);

	runs = 0;
	EXPECT(queue);
	queue_work(queue, &work);
	destroy_workqueue(queue);
	EXPECT(runs == 1);
}

static void may_sleep(struct work_struct *unused)
{
	kfree(kmalloc(8, GFP_KERNEL));
	EXPECT(current_work() == unused);
}

CASE(works_may_sleep, NULL)
{
	static DECLARE_WORK(sleeper, may_sleep);

	schedule_work(&sleeper);
	flush_work(&sleeper);
}

static void leave_preemption_off(struct work_struct *unused)
{
	preempt_disable();
}

CASE(leaves_preemption_off, "misuse: BUG: workqueue leaked atomic, lock or RCU")
{
	static DECLARE_WORK(leaver, leave_preemption_off);

	schedule_work(&leaver);
}

static void flush_itself(struct work_struct *self)
{
	flush_work(self);
}

CASE(waits_for_itself, "hang: work waits for itself")
{
	static DECLARE_WORK(itself, flush_itself);

	schedule_work(&itself);
}

static void for_ever(struct work_struct *self)
{
	schedule_work(self);
}

CASE(never_ends, "hang: deferred work never ends")
{
	static DECLARE_WORK(endless, for_ever);

	schedule_work(&endless);
}

CASE(flush_under_a_lock, ATOMIC_SLEEP)
{
	preempt_disable();
	flush_work(&work);
	preempt_enable();
}

CASE(leak_of_a_work, "leak: memory leak of N bytes in N objects, first of kmalloc")
{
	struct work_struct *own = kmalloc(sizeof(*own), GFP_KERNEL);

	INIT_WORK(own, count);
	schedule_work(own);
}
