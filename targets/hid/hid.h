/* SPDX-License-Identifier: GPL-2.0-only */
/* A HID device that is plugged in, and what user space would do with its input devices. */
#ifndef VITRO_TARGETS_HID_H
#define VITRO_TARGETS_HID_H

#include <linux/hid.h>
#include <vitro/harness.h>

/* Bits of a record's first byte; a length byte and that many bytes of report follow. */
#define RECORD_KIND   0x03 /* enum hid_report_type, or: */
#define RECORD_EVENTS 0x03 /* events from user space, four bytes each: type, code, value */
#define RECORD_LATER  0x04 /* 200 ms pass first */

struct hid_plug {
	struct hid_device *hid;
	const u8 *descriptor;
	size_t descriptor_size;
	struct vitro_input records; /* what GET_REPORT is answered from, too */
	unsigned int started, opened;
};

struct hid_record {
	u8 flags;
	size_t size;
	const u8 *report;
};

/* Return: whether there was another record. */
static inline bool hid_next_record(struct vitro_input *records, struct hid_record *record)
{
	if (!records->left)
		return false;
	record->flags = vitro_read_u8(records);
	record->report = vitro_read_bytes(records, vitro_read_u8(records), &record->size);
	return true;
}

/*
 * The @selector'th of the devices in device.c, modulo their number. Return: 0, or what the HID
 * core said.
 */
int hid_plug_in(struct hid_plug *plug, unsigned int selector);
void hid_unplug(struct hid_plug *plug);

/* As a write to each device's event node would, with EV_LED, EV_FF and so on. */
void hid_inject_event(unsigned int type, unsigned int code, int value);

#endif
