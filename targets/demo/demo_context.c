// SPDX-License-Identifier: GPL-2.0-only
/* Planted bugs: contexts that are left open, or in which one must not do what is done there. */
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include "demo.h"

static DECLARE_WAIT_QUEUE_HEAD(settled);

int demo_preempt_sleep(struct demo_device *device, const struct demo_command *command)
{
	struct demo_record *record;

	preempt_disable();
	record = demo_record_new(command->length);
	preempt_enable();
	if (record)
		demo_record_free(record);
	return 0;
}

/* The error paths of the next three forget something. */
int demo_preempt_kept(struct demo_device *device, const struct demo_command *command)
{
	preempt_disable();
	if (command->length > 100)
		return -EINVAL;
	preempt_enable();
	return 0;
}

int demo_irqs_kept(struct demo_device *device, const struct demo_command *command)
{
	local_irq_disable();
	if (command->length > 100)
		return -EINVAL;
	local_irq_enable();
	return 0;
}

int demo_rcu_kept(struct demo_device *device, const struct demo_command *command)
{
	rcu_read_lock();
	if (command->length > 100)
		return -EINVAL;
	rcu_read_unlock();
	return 0;
}

int demo_rcu_unbalanced(struct demo_device *device, const struct demo_command *command)
{
	if (command->length < 100)
		rcu_read_lock();
	rcu_read_unlock();
	return 0;
}

int demo_irqs_schedule(struct demo_device *device, const struct demo_command *command)
{
	local_irq_disable();
	if (command->length > 100)
		schedule();
	local_irq_enable();
	return 0;
}

int demo_rcu_schedule(struct demo_device *device, const struct demo_command *command)
{
	rcu_read_lock();
	if (command->length > 100)
		schedule_timeout_uninterruptible(1);
	rcu_read_unlock();
	return 0;
}

/* What allocates may wait itself, and forgets that this task waits already. */
int demo_block_twice(struct demo_device *device, const struct demo_command *command)
{
	struct demo_record *record;
	DEFINE_WAIT(wait);

	prepare_to_wait(&settled, &wait, TASK_UNINTERRUPTIBLE);
	record = demo_record_new(command->length);
	finish_wait(&settled, &wait);
	if (record)
		demo_record_free(record);
	return 0;
}
