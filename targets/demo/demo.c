// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver itself, which is correct: a write() is a sequence of commands, each a tag of four
 * characters, a length byte and a value. The planted bugs are in the files beside this one;
 * demo_planted.c has their tags.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "demo.h"

struct demo_header {
	__be32 tag;
	u8 length;
} __packed;

static struct kmem_cache *record_cache;

struct demo_record *demo_record_new(u8 id)
{
	struct demo_record *record = kmem_cache_zalloc(record_cache, GFP_KERNEL);

	if (record)
		record->id = id;
	return record;
}

struct demo_record *demo_record_find(struct demo_device *device, u8 id)
{
	struct demo_record *record;

	list_for_each_entry(record, &device->records, link)
		if (record->id == id)
			return record;
	return NULL;
}

void demo_record_free(struct demo_record *record)
{
	kmem_cache_free(record_cache, record);
}

/* A byte of the value; 0 where it has ended. */
static u8 value_byte(const struct demo_command *command, size_t at)
{
	return at < command->size ? command->value[at] : 0;
}

static int add_record(struct demo_device *device, const struct demo_command *command)
{
	struct demo_record *record = demo_record_new(value_byte(command, 0));

	if (!record)
		return -ENOMEM;
	record->level = value_byte(command, 1);
	spin_lock(&device->lock);
	list_add_tail(&record->link, &device->records);
	device->sum += record->level;
	spin_unlock(&device->lock);
	return 0;
}

static int remove_record(struct demo_device *device, const struct demo_command *command)
{
	struct demo_record *record;

	spin_lock(&device->lock);
	record = demo_record_find(device, value_byte(command, 0));
	if (record) {
		list_del(&record->link);
		device->sum -= record->level;
	}
	spin_unlock(&device->lock);
	if (!record)
		return -ENOENT;
	demo_record_free(record);
	return 0;
}

static const struct demo_tag commands[] = {
	{ DEMO_TAG('A', 'D', 'D', ':'), add_record },
	{ DEMO_TAG('D', 'E', 'L', ':'), remove_record },
};

static demo_operation *operation_of(u32 tag)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (tag == commands[i].tag)
			return commands[i].run;
	return demo_planted_operation(tag);
}

/* Return: how much of the buffer the command took, or -errno. */
static ssize_t run_command(struct demo_device *device, const u8 *from, size_t left,
			   const u8 __user *user)
{
	const struct demo_header *header = (const struct demo_header *)from;
	struct demo_command command = {
		.length = header->length,
		.size = min_t(size_t, header->length, left - sizeof(*header)),
		.value = from + sizeof(*header),
		.user = user + sizeof(*header),
	};
	demo_operation *run = operation_of(be32_to_cpu(header->tag));
	int error = run ? run(device, &command) : -EINVAL;

	if (!error)
		demo_planted_harmless();
	return error ? error : sizeof(*header) + command.size;
}

ssize_t demo_write(struct demo_device *device, const char __user *from, size_t size)
{
	const u8 *buffer = memdup_user(from, size);
	ssize_t used = 0;
	size_t done = 0;

	if (IS_ERR(buffer))
		return PTR_ERR(buffer);
	while (used >= 0 && size - done >= sizeof(struct demo_header)) {
		used = run_command(device, buffer + done, size - done,
				   (const u8 __user *)from + done);
		done += max_t(ssize_t, used, 0);
	}
	kfree(buffer);
	return used < 0 ? used : done;
}

struct demo_device *demo_open(void)
{
	struct demo_device *device = kzalloc(sizeof(*device), GFP_KERNEL);

	if (!device)
		return NULL;
	spin_lock_init(&device->lock);
	INIT_LIST_HEAD(&device->records);
	return device;
}

/* Nobody else can have the device any more: no lock. */
void demo_release(struct demo_device *device)
{
	struct demo_record *record, *next;

	list_for_each_entry_safe(record, next, &device->records, link)
		demo_record_free(record);
	kfree(device);
}

static int __init demo_init(void)
{
	record_cache = KMEM_CACHE(demo_record, 0);
	return record_cache ? 0 : -ENOMEM;
}

static void __exit demo_exit(void)
{
	kmem_cache_destroy(record_cache);
}

module_init(demo_init);
module_exit(demo_exit);
MODULE_DESCRIPTION("A device that takes commands, with planted bugs");
MODULE_LICENSE("GPL");
