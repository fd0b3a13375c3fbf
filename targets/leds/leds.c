// SPDX-License-Identifier: GPL-2.0-only
/*
 * What user space does at boot (udev makes the device's node) and a driver that fires a trigger ("event"). The lists of the kernel's
 * triggers are their files' own: an LED that has each of them in turn knows where they are.
 */
#include <linux/bug.h>
#include <linux/device.h>
#include <linux/init.h>
#include <linux/init_syscalls.h>
#include <linux/kcsan-checks.h>
#include <linux/kdev_t.h>

#include "../../../../drivers/base/base.h"
#include "../../../../drivers/leds/leds.h"
#include "attributes.h"
#include "leds.h"

const char *const vitro_led_triggers[VITRO_LED_TRIGGERS] = {
	"none", "timer", "oneshot", "pattern", "transient", "event",
};
struct led_trigger *vitro_led_event;

static struct led_trigger *triggers[VITRO_LED_TRIGGERS];

const int vitro_led_maxima[VITRO_LED_MAXIMA] = { 255, 1, 100, 70000 };

static unsigned int expected[256], expected_count;
static bool expect_any;

void vitro_led_expect(unsigned int brightness)
{
	kcsan_disable_current();
	if (expected_count < ARRAY_SIZE(expected))
		expected[expected_count++] = brightness;
	kcsan_enable_current();
}

void vitro_led_expect_any(void)
{
	data_race(expect_any = true);
}

static bool is_expected(unsigned int brightness, unsigned int max)
{
	unsigned int i;

	if (!brightness || (expect_any && brightness <= max))
		return true;
	for (i = 0; i < expected_count; i++)
		if (brightness == min(expected[i], max))
			return true;
	return false;
}

void vitro_led_check(unsigned int brightness)
{
	bool good = false;
	int i;

	kcsan_disable_current();
	for (i = 0; i < VITRO_LED_MAXIMA; i++)
		good |= is_expected(brightness, vitro_led_maxima[i]);
	BUG_ON(!good);
	kcsan_enable_current();
}

static void ignore(struct led_classdev *led, enum led_brightness brightness)
{
}

static int meet_triggers(struct led_classdev *led)
{
	ssize_t result;
	int i;

	for (i = 0; i < VITRO_LED_TRIGGERS; i++) {
		result = vitro_attribute_store("probe/trigger", vitro_led_triggers[i]);
		if (result < 0)
			return result;
		triggers[i] = led->trigger;
	}
	return 0;
}

static int probe(void)
{
	static struct led_classdev led = { .name = "probe", .brightness_set = ignore };
	int error = led_classdev_register(NULL, &led);

	if (error)
		return error;
	error = vitro_attributes_watch(led.dev) ?: meet_triggers(&led);
	led_classdev_unregister(&led);
	return error;
}

/* As udev finds it in /sys/devices/virtual/misc. */
static dev_t number_of_device(void)
{
	struct kobject *device = kset_find_obj(devices_kset, "uleds");
	dev_t number = device ? kobj_to_dev(device)->devt : 0;

	kobject_put(device);
	return number;
}

int vitro_leds_setup(void)
{
	led_trigger_register_simple("event", &vitro_led_event);
	return init_mknod(VITRO_LEDS_DEVICE, S_IFCHR | 0600, new_encode_dev(number_of_device())) ?:
		       probe();
}

void vitro_leds_begin(void)
{
	vitro_led_event->brightness = LED_OFF;
	expected_count = 0;
	expect_any = false;
	vitro_led_expect(UINT_MAX);
	vitro_led_expect(LED_FULL);
}

bool vitro_leds_are_gone(void)
{
	int i;

	for (i = 0; i < VITRO_LED_TRIGGERS; i++)
		if (triggers[i] && !list_empty(&triggers[i]->led_cdevs))
			return false;
	return list_empty(&leds_list);
}
