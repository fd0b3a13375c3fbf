// SPDX-License-Identifier: GPL-2.0-only
/* Planted bugs: arithmetic with what the sender says, without looking at it first. */
#include "demo.h"

static u8 default_levels[16];

int demo_shift(struct demo_device *device, const struct demo_command *command)
{
	device->sum += 1U << command->length;
	return 0;
}

int demo_index(struct demo_device *device, const struct demo_command *command)
{
	device->sum += default_levels[command->length];
	return 0;
}

int demo_divide(struct demo_device *device, const struct demo_command *command)
{
	device->sum += 1000 / command->length;
	return 0;
}

/* A step of zero gets nowhere. */
int demo_endless(struct demo_device *device, const struct demo_command *command)
{
	unsigned int at = 0;

	while (at < 1000) {
		at += command->length;
		WRITE_ONCE(device->sum, at);
	}
	return 0;
}
