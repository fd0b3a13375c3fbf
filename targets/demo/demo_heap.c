// SPDX-License-Identifier: GPL-2.0-only
/* Planted bugs: how allocated memory is used and given back. */
#include <linux/gfp.h>
#include <linux/slab.h>

#include "demo.h"

#define LEVELS 16

/* The length byte is believed. */
int demo_heap_read(struct demo_device *device, const struct demo_command *command)
{
	u8 *levels = kzalloc(LEVELS, GFP_KERNEL);
	int i;

	for (i = 0; i < command->length; i++)
		device->sum += levels[i];
	kfree(levels);
	return 0;
}

int demo_heap_write(struct demo_device *device, const struct demo_command *command)
{
	u8 *levels = kzalloc(LEVELS, GFP_KERNEL);
	int i;

	for (i = 0; i < command->length; i++)
		levels[i] = i;
	device->sum += levels[0];
	kfree(levels);
	return 0;
}

int demo_use_after_free(struct demo_device *device, const struct demo_command *command)
{
	struct demo_record *record = demo_record_new(command->length);

	demo_record_free(record);
	device->sum += record->level;
	return 0;
}

int demo_double_free(struct demo_device *device, const struct demo_command *command)
{
	u8 *levels = kzalloc(LEVELS, GFP_KERNEL);

	if (command->length < LEVELS)
		kfree(levels);
	kfree(levels);
	return 0;
}

int demo_wrong_cache(struct demo_device *device, const struct demo_command *command)
{
	struct kmem_cache *cache =
		kmem_cache_create("demo_other", sizeof(struct demo_record), 0, 0, NULL);
	struct demo_record *record = kmem_cache_zalloc(cache, GFP_KERNEL);

	demo_record_free(record);
	kmem_cache_destroy(cache);
	return 0;
}

int demo_leak(struct demo_device *device, const struct demo_command *command)
{
	u8 *levels = kzalloc(LEVELS, GFP_KERNEL);

	if (command->length > LEVELS)
		return -EINVAL;
	kfree(levels);
	return 0;
}

int demo_cache_busy(struct demo_device *device, const struct demo_command *command)
{
	struct kmem_cache *cache =
		kmem_cache_create("demo_other", sizeof(struct demo_record), 0, 0, NULL);
	struct demo_record *record = kmem_cache_zalloc(cache, GFP_KERNEL);

	device->sum += record->level;
	kmem_cache_destroy(cache);
	return 0;
}

int demo_page_leak(struct demo_device *device, const struct demo_command *command)
{
	unsigned long page = __get_free_page(GFP_KERNEL);

	if (command->length > LEVELS)
		return -EINVAL;
	free_page(page);
	return 0;
}
