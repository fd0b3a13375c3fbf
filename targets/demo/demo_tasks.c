// SPDX-License-Identifier: GPL-2.0-only
/* Planted bugs: what one task, timer or work does while another one waits or holds a lock. */
#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/processor.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "demo.h"

static DEFINE_MUTEX(settings_lock);
static DEFINE_SPINLOCK(events_lock);
static DEFINE_SPINLOCK(users_lock);
static DECLARE_COMPLETION(settled);
static bool ready;

static int finish_settings(void *unused)
{
	mutex_unlock(&settings_lock);
	complete(&settled);
	return 0;
}

static int run_helper(int (*function)(void *data), void *data)
{
	struct task_struct *task = kthread_run(function, data, "demo_helper");

	return PTR_ERR_OR_ZERO(task);
}

/* The helper is to unlock when it is through, but it is not the one that has locked. */
int demo_unlock_other(struct demo_device *device, const struct demo_command *command)
{
	int error;

	reinit_completion(&settled);
	mutex_lock(&settings_lock);
	error = run_helper(finish_settings, NULL);
	if (!error)
		wait_for_completion(&settled);
	else
		mutex_unlock(&settings_lock);
	return error;
}

static int wait_for_settings(void *done)
{
	wait_for_completion(done);
	return 0;
}

int demo_completion_freed(struct demo_device *device, const struct demo_command *command)
{
	struct completion *done = kmalloc(sizeof(*done), GFP_KERNEL);

	if (!done)
		return -ENOMEM;
	init_completion(done);
	run_helper(wait_for_settings, done);
	schedule_timeout_uninterruptible(1);
	if (command->length < 100)
		complete(done);
	schedule_timeout_uninterruptible(1);
	kfree(done);
	return 0;
}

static void settle(struct work_struct *work)
{
	complete(&settled);
}

static DECLARE_DELAYED_WORK(settling, settle);

/* Seconds, as many as the sender wants. */
int demo_hung_task(struct demo_device *device, const struct demo_command *command)
{
	reinit_completion(&settled);
	schedule_delayed_work(&settling, command->length * HZ);
	wait_for_completion(&settled);
	return 0;
}

int demo_lockup(struct demo_device *device, const struct demo_command *command)
{
	WRITE_ONCE(ready, command->length < 100);
	while (!READ_ONCE(ready))
		cpu_relax();
	return 0;
}

static void note_event(struct timer_list *unused)
{
	spin_lock(&events_lock);
	spin_unlock(&events_lock);
}

static DEFINE_TIMER(event_timer, note_event);

static void let_event_happen(void)
{
	mod_timer(&event_timer, jiffies);
	schedule_timeout_uninterruptible(2);
}

/* The timer may come while the lock is held. */
int demo_lock_state(struct demo_device *device, const struct demo_command *command)
{
	let_event_happen();
	spin_lock(&events_lock);
	spin_unlock(&events_lock);
	return 0;
}

/* The timer may come while users_lock is held, and wait for one who waits for that. */
int demo_lock_inversion(struct demo_device *device, const struct demo_command *command)
{
	let_event_happen();
	spin_lock(&users_lock);
	spin_unlock(&users_lock);
	spin_lock_bh(&events_lock);
	spin_lock(&users_lock);
	spin_unlock(&users_lock);
	spin_unlock_bh(&events_lock);
	return 0;
}
