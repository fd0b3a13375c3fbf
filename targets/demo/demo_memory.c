// SPDX-License-Identifier: GPL-2.0-only
/* Planted bugs: memory that is not allocated, not there, or not written yet. */
#include <linux/compiler.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "demo.h"

#define LEVELS 16

static u8 default_levels[LEVELS];

int demo_stack_overflow(struct demo_device *device, const struct demo_command *command)
{
	u8 levels[LEVELS];

	memset(levels, 1, command->length);
	OPTIMIZER_HIDE_VAR(device);
	device->sum += levels[command->length % LEVELS];
	return 0;
}

/* Through a pointer, so that it is not an array index out of bounds first. */
int demo_global_overflow(struct demo_device *device, const struct demo_command *command)
{
	const u8 *level = default_levels;

	OPTIMIZER_HIDE_VAR(level);
	device->sum += level[command->length];
	return 0;
}

/* Only a value that is long enough sets the level. */
int demo_uninitialised(struct demo_device *device, const struct demo_command *command)
{
	struct demo_record *record = kmalloc(sizeof(*record), GFP_KERNEL);

	if (command->size > 4)
		record->level = command->value[4];
	if (record->level > 100)
		pr_info("level %u is high\n", record->level);
	kfree(record);
	return 0;
}

/* The padding between the members goes along. */
int demo_infoleak(struct demo_device *device, const struct demo_command *command)
{
	struct {
		u8 id;
		u32 level;
	} reply;

	reply.id = command->length;
	reply.level = device->sum;
	return copy_to_user((u8 __user *)command->user, &reply, sizeof(reply)) ? -EFAULT : 0;
}

int demo_null(struct demo_device *device, const struct demo_command *command)
{
	struct demo_record *record = demo_record_find(device, command->length);

	device->sum += record->level;
	return 0;
}

/* The volatile name makes each call need its own frame. */
static noinline unsigned int depth(const struct demo_record *record)
{
	volatile u8 name[64];

	name[0] = record->id;
	return record->parent ? depth(record->parent) + name[0] : 0;
}

/* Nothing keeps a record from being its own ancestor. */
int demo_recursion(struct demo_device *device, const struct demo_command *command)
{
	struct demo_record child = { .id = 1 }, record = { .parent = &child };

	if (command->length)
		child.parent = &record;
	device->sum += depth(&record);
	return 0;
}
