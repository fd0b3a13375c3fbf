// SPDX-License-Identifier: GPL-2.0-only
/* Planted bugs: rules of locks, and of what must be stopped before its memory goes. */
#include <linux/completion.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "demo.h"

static DEFINE_SPINLOCK(statistics_lock);
static DEFINE_MUTEX(settings_lock);
static unsigned int statistics;
static unsigned int __rcu *settings;

static void count(struct demo_device *device)
{
	spin_lock(&device->lock);
	spin_lock(&statistics_lock);
	statistics++;
	spin_unlock(&statistics_lock);
	spin_unlock(&device->lock);
}

static void clear(struct demo_device *device)
{
	spin_lock(&statistics_lock);
	spin_lock(&device->lock);
	statistics = device->sum;
	spin_unlock(&device->lock);
	spin_unlock(&statistics_lock);
}

int demo_lock_order(struct demo_device *device, const struct demo_command *command)
{
	count(device);
	clear(device);
	return 0;
}

/* The error path unlocks, and so does what comes behind it. */
int demo_unlock_twice(struct demo_device *device, const struct demo_command *command)
{
	spin_lock(&device->lock);
	if (!device->sum)
		spin_unlock(&device->lock);
	spin_unlock(&device->lock);
	return 0;
}

struct helper {
	spinlock_t lock;
	struct rcu_head rcu;
	struct timer_list timer;
	struct work_struct work;
};

static void timer_function(struct timer_list *timer)
{
}

static void work_function(struct work_struct *work)
{
}

static void free_helper(struct rcu_head *rcu)
{
	kfree(container_of(rcu, struct helper, rcu));
}

static struct helper *helper_new(void)
{
	struct helper *helper = kzalloc(sizeof(*helper), GFP_KERNEL);

	if (!helper)
		return NULL;
	timer_setup(&helper->timer, timer_function, 0);
	INIT_WORK(&helper->work, work_function);
	return helper;
}

int demo_lock_uninitialised(struct demo_device *device, const struct demo_command *command)
{
	struct helper *helper = helper_new();

	if (!helper)
		return -ENOMEM;
	spin_lock(&helper->lock);
	spin_unlock(&helper->lock);
	kfree(helper);
	return 0;
}

int demo_rcu_reader(struct demo_device *device, const struct demo_command *command)
{
	return rcu_dereference(settings) ? 0 : -ENOENT;
}

int demo_rcu_twice(struct demo_device *device, const struct demo_command *command)
{
	struct helper *helper = helper_new();

	if (!helper)
		return -ENOMEM;
	call_rcu(&helper->rcu, free_helper);
	call_rcu(&helper->rcu, free_helper);
	return 0;
}

int demo_timer_freed(struct demo_device *device, const struct demo_command *command)
{
	struct helper *helper = helper_new();

	if (!helper)
		return -ENOMEM;
	mod_timer(&helper->timer, jiffies + HZ);
	kfree(helper);
	return 0;
}

int demo_work_freed(struct demo_device *device, const struct demo_command *command)
{
	struct helper *helper = helper_new();

	if (!helper)
		return -ENOMEM;
	schedule_work(&helper->work);
	kfree(helper);
	return 0;
}

int demo_mutex_kept(struct demo_device *device, const struct demo_command *command)
{
	mutex_lock(&settings_lock);
	if (command->length > 100)
		return -EINVAL;
	mutex_unlock(&settings_lock);
	return 0;
}

/* A reader must not sleep, and an allocation may. */
int demo_rcu_sleep(struct demo_device *device, const struct demo_command *command)
{
	struct demo_record *record = NULL;

	rcu_read_lock();
	if (!rcu_dereference(settings))
		record = demo_record_new(command->length);
	rcu_read_unlock();
	if (record)
		demo_record_free(record);
	return 0;
}

/* Long values would be taken by a helper, which nobody starts. */
int demo_deadlock(struct demo_device *device, const struct demo_command *command)
{
	DECLARE_COMPLETION_ONSTACK(taken);

	if (command->length > 100)
		wait_for_completion(&taken);
	return 0;
}
