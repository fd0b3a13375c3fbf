// SPDX-License-Identifier: GPL-2.0-only
/*
 * A transport without a wire (Documentation/hid/hid-transport.rst): the descriptor is the
 * input's, GET_REPORT is answered by the first record of that type and report id, or of that type
 * if no id fits, as a clumsy device might; everything else is accepted.
 */
#include <linux/err.h>
#include <linux/hid.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "../../../../drivers/hid/hid-ids.h"
#include "hid.h"

#define ANYONE   0x1209 /* a vendor and a product that no table knows */
#define ANYTHING 0x0001

static const struct {
	u16 bus, group, vendor, product;
} devices[] = {
	{ BUS_USB, HID_GROUP_ANY, ANYONE, ANYTHING },
	{ BUS_USB, HID_GROUP_MULTITOUCH_WIN_8, ANYONE, ANYTHING },
	{ BUS_BLUETOOTH, HID_GROUP_ANY, ANYONE, ANYTHING },
	{ BUS_I2C, HID_GROUP_ANY, ANYONE, ANYTHING },
	{ BUS_USB, HID_GROUP_ANY, USB_VENDOR_ID_HAPP, USB_DEVICE_ID_UGCI_DRIVING },
	{ BUS_USB, HID_GROUP_ANY, USB_VENDOR_ID_DRAGONRISE, USB_DEVICE_ID_REDRAGON_SEYMUR2 },
	{ BUS_I2C, HID_GROUP_MULTITOUCH_WIN_8, ANYONE, ANYTHING },
	{ BUS_BLUETOOTH, HID_GROUP_ANY, USB_VENDOR_ID_APPLE,
	  USB_DEVICE_ID_APPLE_ALU_WIRELESS_ANSI },
	{ BUS_USB, HID_GROUP_MULTITOUCH, ANYONE, ANYTHING },
	{ BUS_USB, HID_GROUP_MULTITOUCH, USB_VENDOR_ID_3M, USB_DEVICE_ID_3M1968 },
	{ BUS_USB, HID_GROUP_MULTITOUCH, USB_VENDOR_ID_ATMEL, USB_DEVICE_ID_ATMEL_MXT_DIGITIZER },
	{ BUS_USB, HID_GROUP_MULTITOUCH, USB_VENDOR_ID_CANDO, USB_DEVICE_ID_CANDO_MULTI_TOUCH },
	{ BUS_USB, HID_GROUP_MULTITOUCH, USB_VENDOR_ID_FLATFROG, USB_DEVICE_ID_MULTITOUCH_3200 },
	{ BUS_USB, HID_GROUP_MULTITOUCH, USB_VENDOR_ID_VTL, USB_DEVICE_ID_VTL_MULTITOUCH_FF3F },
	{ BUS_USB, HID_GROUP_GENERIC, USB_VENDOR_ID_LG, USB_DEVICE_ID_LG_MELFAS_MT },
	{ BUS_USB, HID_GROUP_MULTITOUCH_WIN_8, USB_VENDOR_ID_ASUSTEK,
	  USB_DEVICE_ID_ASUSTEK_T304_KEYBOARD },
	{ BUS_USB, HID_GROUP_MULTITOUCH_WIN_8, USB_VENDOR_ID_LENOVO, USB_DEVICE_ID_LENOVO_X1_TAB },
	{ BUS_I2C, HID_GROUP_MULTITOUCH, USB_VENDOR_ID_GOOGLE, USB_DEVICE_ID_GOOGLE_TOUCH_ROSE },
};

static struct hid_plug *plug_of(const struct hid_device *hid)
{
	return hid->driver_data;
}

static int plug_parse(struct hid_device *hid)
{
	return hid_parse_report(hid, (u8 *)plug_of(hid)->descriptor, plug_of(hid)->descriptor_size);
}

static int plug_start(struct hid_device *hid)
{
	might_sleep();
	plug_of(hid)->started++;
	return 0;
}

static void plug_stop(struct hid_device *hid)
{
	might_sleep();
	plug_of(hid)->started--;
}

static int plug_open(struct hid_device *hid)
{
	might_sleep();
	plug_of(hid)->opened++;
	return 0;
}

static void plug_close(struct hid_device *hid)
{
	might_sleep();
	plug_of(hid)->opened--;
}

static bool find_answer(const struct hid_plug *plug, unsigned int type, int id,
			struct hid_record *answer)
{
	struct vitro_input records = plug->records;

	while (hid_next_record(&records, answer))
		if ((answer->flags & RECORD_KIND) == type &&
		    (id < 0 || (answer->size && answer->report[0] == id)))
			return true;
	return false;
}

/* Without an answer the control pipe stalls. */
static int get_report(const struct hid_plug *plug, int id, u8 *buffer, size_t size,
		      unsigned int type)
{
	struct hid_record answer;

	if (!find_answer(plug, type, id ? id : -1, &answer) &&
	    !find_answer(plug, type, -1, &answer))
		return -EPIPE;
	size = min(size, answer.size);
	memcpy(buffer, answer.report, size);
	return size;
}

/* Every byte goes out: looking at them lets a sanitizer see one that was never written. */
static int put_report(const u8 *buffer, size_t size)
{
	return memchr_inv(buffer, 0, size) ? size : (int)size;
}

static int plug_raw_request(struct hid_device *hid, unsigned char id, u8 *buffer, size_t size,
			    unsigned char type, int request)
{
	might_sleep();
	switch (request) {
	case HID_REQ_GET_REPORT:
		return get_report(plug_of(hid), id, buffer, size, type);
	case HID_REQ_SET_REPORT:
		return put_report(buffer, size);
	}
	return -EIO;
}

static int plug_output_report(struct hid_device *hid, u8 *buffer, size_t size)
{
	might_sleep();
	return put_report(buffer, size);
}

static struct hid_ll_driver plug_driver = {
	.parse = plug_parse,
	.start = plug_start,
	.stop = plug_stop,
	.open = plug_open,
	.close = plug_close,
	.raw_request = plug_raw_request,
	.output_report = plug_output_report,
};

int hid_plug_in(struct hid_plug *plug, unsigned int selector)
{
	struct hid_device *hid = hid_allocate_device();

	if (IS_ERR(hid))
		return PTR_ERR(hid);
	selector %= ARRAY_SIZE(devices);
	plug->hid = hid;
	hid->driver_data = plug;
	hid->ll_driver = &plug_driver;
	hid->bus = devices[selector].bus;
	hid->group = devices[selector].group;
	hid->vendor = devices[selector].vendor;
	hid->product = devices[selector].product;
	strscpy(hid->name, "vitro", sizeof(hid->name));
	strscpy(hid->phys, "vitro/input0", sizeof(hid->phys));
	strscpy(hid->uniq, "0", sizeof(hid->uniq));
	return hid_add_device(hid);
}

void hid_unplug(struct hid_plug *plug)
{
	hid_destroy_device(plug->hid);
	BUG_ON(plug->opened || plug->started);
}
