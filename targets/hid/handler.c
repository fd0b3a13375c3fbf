// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keeps every input device open, as an event node's reader does, and checks what the input core
 * hands on.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/input.h>
#include <linux/list.h>
#include <linux/slab.h>

#include "hid.h"

struct reader {
	struct input_handle handle;
	struct list_head entry;
};

static LIST_HEAD(readers);

static void reader_event(struct input_handle *handle, unsigned int type, unsigned int code,
			 int value)
{
	BUG_ON(type > EV_MAX);
	BUG_ON(type == EV_KEY && !test_bit(code, handle->dev->keybit));
	BUG_ON(type == EV_ABS && !test_bit(code, handle->dev->absbit));
	BUG_ON(type == EV_REL && !test_bit(code, handle->dev->relbit));
}

static int reader_open(struct reader *reader)
{
	int error = input_register_handle(&reader->handle);

	if (error)
		return error;
	error = input_open_device(&reader->handle);
	if (error)
		input_unregister_handle(&reader->handle);
	return error;
}

static int reader_connect(struct input_handler *handler, struct input_dev *dev,
			  const struct input_device_id *id)
{
	struct reader *reader = kzalloc(sizeof(*reader), GFP_KERNEL);
	int error;

	reader->handle.dev = dev;
	reader->handle.handler = handler;
	reader->handle.name = handler->name;
	error = reader_open(reader);
	if (error)
		kfree(reader);
	else
		list_add_tail(&reader->entry, &readers);
	return error;
}

static void reader_disconnect(struct input_handle *handle)
{
	struct reader *reader = container_of(handle, struct reader, handle);

	list_del(&reader->entry);
	input_close_device(handle);
	input_unregister_handle(handle);
	kfree(reader);
}

static const struct input_device_id every_device[] = { { .driver_info = 1 }, {} };

static struct input_handler reader_handler = {
	.name = "reader",
	.event = reader_event,
	.connect = reader_connect,
	.disconnect = reader_disconnect,
	.id_table = every_device,
};

void hid_inject_event(unsigned int type, unsigned int code, int value)
{
	struct reader *reader;

	list_for_each_entry(reader, &readers, entry)
		input_inject_event(&reader->handle, type, code, value);
}

static int __init reader_init(void)
{
	return input_register_handler(&reader_handler);
}
device_initcall(reader_init);
