// SPDX-License-Identifier: GPL-2.0-only
/* Planted bugs: what the kernel forbids although the C is fine. */
#include <linux/bug.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "demo.h"

/* In a part of the driver that is not built here. */
int demo_calibrate(struct demo_device *device);

int demo_warn(struct demo_device *device, const struct demo_command *command)
{
	WARN_ON(command->length > 100);
	return 0;
}

int demo_bug(struct demo_device *device, const struct demo_command *command)
{
	BUG_ON(command->length > 100);
	return 0;
}

/* The error path forgets the lock. */
int demo_lock_kept(struct demo_device *device, const struct demo_command *command)
{
	spin_lock(&device->lock);
	if (command->length > 100)
		return -EINVAL;
	device->sum += command->length;
	spin_unlock(&device->lock);
	return 0;
}

static void add_up(struct demo_device *device, u8 level)
{
	spin_lock(&device->lock);
	device->sum += level;
	spin_unlock(&device->lock);
}

int demo_lock_twice(struct demo_device *device, const struct demo_command *command)
{
	spin_lock(&device->lock);
	add_up(device, command->length);
	spin_unlock(&device->lock);
	return 0;
}

int demo_sleep(struct demo_device *device, const struct demo_command *command)
{
	struct demo_record *record;

	spin_lock(&device->lock);
	record = demo_record_new(command->length);
	spin_unlock(&device->lock);
	demo_record_free(record);
	return 0;
}

int demo_user(struct demo_device *device, const struct demo_command *command)
{
	if (command->size)
		device->sum += *(const u8 __force *)command->user;
	return 0;
}

int demo_hole(struct demo_device *device, const struct demo_command *command)
{
	return demo_calibrate(device);
}
