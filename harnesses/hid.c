// SPDX-License-Identifier: GPL-2.0-only
/*
 * A HID device that is plugged in, sends reports, and is pulled out: its report descriptor is
 * parsed, a driver bound through the driver core, its input devices opened. Input: see
 * corpus/hid/README.md. Device 1 is bound to hid-multitouch or to nobody; a device that is gone
 * leaves nothing open.
 */
#include <linux/bug.h>
#include <linux/delay.h>
#include <linux/hid.h>
#include <linux/irqflags.h>
#include <linux/slab.h>
#include <vitro/harness.h>

#include "../targets/hid/hid.h"

#define MULTITOUCH 1

static void deliver(struct hid_device *hid, const struct hid_record *record, u8 *report)
{
	int kind = record->flags & RECORD_KIND;

	hid_input_report(hid, kind, report, record->size, kind == HID_INPUT_REPORT);
}

/*
 * As usbhid does from its interrupt URB; other buses, and answers on the control channel, come in
 * process context. The buffer ends where the report does.
 */
static void receive(struct hid_device *hid, const struct hid_record *record)
{
	bool atomic = hid->bus == BUS_USB && (record->flags & RECORD_KIND) == HID_INPUT_REPORT;
	u8 *report = kmemdup(record->report, record->size, GFP_KERNEL);
	unsigned long flags;

	if (atomic)
		local_irq_save(flags);
	deliver(hid, record, report);
	if (atomic)
		local_irq_restore(flags);
	kfree(report);
}

static void inject(const struct hid_record *record)
{
	struct vitro_input events = vitro_input(record->report, record->size);

	while (events.left) {
		unsigned int type = vitro_read_u8(&events), code = vitro_read_u8(&events);

		hid_inject_event(type, code, (s16)vitro_read_u16(&events));
	}
}

static void use(struct hid_plug *plug)
{
	struct vitro_input records = plug->records;
	struct hid_record record;

	while (hid_next_record(&records, &record)) {
		if (record.flags & RECORD_LATER)
			msleep(200);
		if ((record.flags & RECORD_KIND) == RECORD_EVENTS)
			inject(&record);
		else
			receive(plug->hid, &record);
	}
}

static int run(const u8 *data, size_t size)
{
	struct vitro_input input = vitro_input(data, size);
	u8 selector = vitro_read_u8(&input);
	struct hid_plug plug = {};

	plug.descriptor = vitro_read_bytes(&input, vitro_read_u16(&input), &plug.descriptor_size);
	plug.records = input;
	if (!hid_plug_in(&plug, selector)) {
		BUG_ON(selector == MULTITOUCH && plug.hid->driver &&
		       strcmp(plug.hid->driver->name, "hid-multitouch"));
		use(&plug);
	}
	hid_unplug(&plug);
	return 0;
}

/* The first device of all takes paths that no later one does. */
static int setup(void)
{
	static const u8 nothing[1];

	return run(nothing, sizeof(nothing));
}

VITRO_HARNESS(hid, .setup = setup, .run = run, .max_size = 4096);
