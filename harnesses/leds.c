// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two LEDs whose driver is user space (/dev/uleds), and three threads: open(), write() of a name, read(), poll() and close() of
 * the device, and brightness, trigger and the triggers' attributes as sysfs would store and show them. An operation's a is
 * the LED; b what is stored, or which attribute; c the rest. A trigger "event" of ours is what a driver would fire.
 *
 * A brightness that is read was stored, or is all or nothing; only a pattern makes others. Nobody sleeps in read() when
 * there is a brightness to read. When the devices are closed there is no LED, and no trigger knows one.
 *
 * Known bugs are avoided (docs/bugs/led-*.md, uleds-*.md), but for the bits of VITRO_LEDS_CARELESS: who stores a trigger
 * has the LED's device open, nobody asks for a trigger before the LED is there, and the driver may miss the last brightness.
 */
#include <linux/bug.h>
#include <linux/kcsan-checks.h>
#include <linux/leds.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/version.h>
#include <uapi/linux/uleds.h>
#include <vitro/harness.h>

#include "../targets/leds/attributes.h"
#include "../targets/leds/leds.h"
#include "../targets/process/process.h"

#define TASKS 3
#define LEDS  2
#define FIRST 16 /* descriptor */
#define PATH  32
#define TEXT  64

static const char names[LEDS][2] = { "a", "b" };

#define PATTERNS { "0 100 200 100", "10 50 10 0 99 300 99 0", "1 0 0 20", "300 1" }

static const struct attribute_values {
	const char *name;
	const char *values[4];
	bool any_brightness;
} attributes[] = {
	{ "delay_on", { "20", "100", "500", "0" } },
	{ "delay_off", { "20", "100", "500", "0" } },
	{ "shot", { "1", "1", "1", "1" } },
	{ "invert", { "1", "0", "1", "x" } },
	{ "activate", { "1", "0", "1", "2" } },
	{ "duration", { "20", "100", "500", "0" } },
	{ "state", { "1", "0", "1", "2" } },
	{ "pattern", PATTERNS, true },
	{ "hr_pattern", PATTERNS, true },
	{ "repeat", { "1", "-1", "2", "0" } },
};

static struct user {
	char path[8];
	struct uleds_user_dev device;
	struct pollfd poll;
	int brightness;
} memory[TASKS + 1];
static struct user __user *users[TASKS + 1];

/**
 * struct led - one device
 * @open:	held by who needs it to stay as it is
 * @last:	the brightness that was read last, unless reads have overlapped
 */
static struct led {
	struct rw_semaphore open;
	bool is_open, overlapped;
	unsigned int reading, last;
} leds[LEDS];

static bool triggered; /* some LED, once */

/* What known bugs forbid. */
enum { TRIGGER_ANY_TIME = 1, SHOW_TRIGGER_ANY_TIME = 2, MISS_NOTHING = 4 };
static unsigned int careless;

static int descriptor(unsigned int number)
{
	return FIRST + number;
}

/* ---- The attributes ---- */

static long store(unsigned int number, const char *attribute, const char *text)
{
	char path[PATH];

	scnprintf(path, sizeof(path), "%s/%s", names[number], attribute);
	return vitro_syscall(vitro_attribute_store(path, text));
}

static long show(unsigned int number, const char *attribute, char *text)
{
	char path[PATH];

	scnprintf(path, sizeof(path), "%s/%s", names[number], attribute);
	return vitro_syscall(vitro_attribute_show(path, text, TEXT));
}

/* ---- The driver's side ---- */

static int ready(unsigned int task, int fd, int timeout)
{
	memory[task].poll = (struct pollfd){ .fd = fd, .events = POLLIN };
	vitro_syscall(sys_poll(&users[task]->poll, 1, timeout));
	return memory[task].poll.revents & POLLIN;
}

/* A timer may be about to wake it. */
static void check_wake_up(unsigned int task, long result, int fd)
{
	if (result == -EINTR && vitro_was_stuck() && ready(task, fd, 0) && !data_race(triggered))
		BUG_ON(vitro_was_stuck());
}

static void op_read(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	struct led *led = &leds[number];
	int fd = descriptor(number);
	bool alone = !data_race(led->reading++);
	long result = vitro_syscall(sys_read(fd, (void __user *)&users[task]->brightness,
					     sizeof(memory[task].brightness)));

	if (data_race(--led->reading) || !alone)
		data_race(led->overlapped = true);
	if (result > 0) {
		vitro_led_check(memory[task].brightness);
		data_race(led->last = memory[task].brightness);
	}
	check_wake_up(task, result, fd);
}

static void op_poll(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	ready(task, descriptor(number), op->b);
}

static void close_device(unsigned int number)
{
	vitro_syscall(sys_close(descriptor(number)));
	leds[number].is_open = false;
}

static void op_close(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	down_write(&leds[number].open);
	close_device(number);
	up_write(&leds[number].open);
}

/* Its attributes go one after the other. */
static bool is_gone(unsigned int number)
{
	char text[TEXT];

	return show(number, "max_brightness", text) == -ENODEV &&
	       store(number, "trigger", "?") == -ENODEV;
}

/* A reader may still keep the old one: there would be two of one name. */
static void op_open(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	int fd;

	down_write(&leds[number].open);
	close_device(number);
	if (is_gone(number)) {
		fd = vitro_syscall(sys_openat(AT_FDCWD, users[task]->path,
					      O_RDWR | (op->b & 1 ? O_NONBLOCK : 0), 0));
		BUG_ON(fd < 0);
		leds[number].is_open = true;
		data_race(leds[number].last = LED_OFF);
		vitro_syscall(sys_dup3(fd, descriptor(number), 0));
		vitro_syscall(sys_close(fd));
	}
	up_write(&leds[number].open);
}

static void op_create(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	struct uleds_user_dev *device = &memory[task].device;

	strscpy(device->name, names[number], sizeof(device->name));
	device->max_brightness = vitro_led_maxima[op->b % VITRO_LED_MAXIMA];
	down_read(&leds[number].open);
	vitro_syscall(sys_write(descriptor(number), (void __user *)&users[task]->device,
				sizeof(*device)));
	up_read(&leds[number].open);
}

/* ---- The user's side ---- */

static void op_brightness(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	unsigned int brightness = op->c & 1 ? op->b * 1000 : op->b;
	char text[TEXT];

	vitro_led_expect(brightness);
	scnprintf(text, sizeof(text), "%u", brightness);
	store(number, "brightness", text);
}

static void op_trigger(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	struct led *led = &leds[number];
	const char *name = vitro_led_triggers[op->b % VITRO_LED_TRIGGERS];

	data_race(triggered = true);
	if (careless & TRIGGER_ANY_TIME) {
		store(number, "trigger", name);
		return;
	}
	down_read(&led->open);
	if (led->is_open)
		store(number, "trigger", name);
	up_read(&led->open);
}

static void op_set(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	const struct attribute_values *attribute = &attributes[op->b % ARRAY_SIZE(attributes)];

	if (attribute->any_brightness)
		vitro_led_expect_any();
	store(number, attribute->name, attribute->values[op->c % 4]);
}

/* Return: whether there was one to show. */
static bool show_brightness(unsigned int number, unsigned int *brightness)
{
	char text[TEXT];

	return show(number, "brightness", text) > 0 && !kstrtouint(text, 10, brightness);
}

static void op_show(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	char text[TEXT];
	unsigned int brightness;

	show(number, attributes[op->b % ARRAY_SIZE(attributes)].name, text);
	if (show_brightness(number, &brightness))
		vitro_led_check(brightness);
}

/* One of them is the LED's, or "none". */
static void op_show_trigger(unsigned int task, unsigned int number,
			    const struct vitro_operation *op)
{
	char text[TEXT];

	if (!(careless & SHOW_TRIGGER_ANY_TIME))
		down_write(&leds[number].open);
	if (show(number, "trigger", text) > 0)
		BUG_ON(!strchr(text, '[') || strchr(text, '[') != strrchr(text, '['));
	if (!(careless & SHOW_TRIGGER_ANY_TIME))
		up_write(&leds[number].open);
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
#define led_trigger_blink(trigger, on, off) led_trigger_blink(trigger, &(on), &(off))
#define led_trigger_blink_oneshot(trigger, on, off, invert) \
	led_trigger_blink_oneshot(trigger, &(on), &(off), invert)
#endif

static void fire(const struct vitro_operation *op)
{
	unsigned long on = op->b % 8 * 20, off = op->b / 8 % 8 * 20;

	if (op->c % 4 == 0)
		led_trigger_event(vitro_led_event, op->b);
	else if (op->c % 4 == 1)
		led_trigger_blink(vitro_led_event, on, off);
	else
		led_trigger_blink_oneshot(vitro_led_event, on, off, op->c % 4 == 3);
}

static void op_event(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	vitro_led_expect(op->b);
	vitro_syscall((fire(op), 0));
}

static void op_wait(unsigned int task, unsigned int number, const struct vitro_operation *op)
{
	vitro_syscall(schedule_timeout_interruptible(msecs_to_jiffies(op->b * 4)));
}

/* ---- The process ---- */

static void begin(void)
{
	unsigned int i;

	vitro_leds_begin();
	triggered = false;
	vitro_process_begin();
	for (i = 0; i <= TASKS; i++) {
		strscpy(memory[i].path, VITRO_LEDS_DEVICE, sizeof(memory[i].path));
		users[i] = vitro_user_map(&memory[i], sizeof(memory[i]), true);
	}
	memset(leds, 0, sizeof(leds));
	for (i = 0; i < LEDS; i++)
		init_rwsem(&leds[i].open);
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	static void (*const operations[])(unsigned int, unsigned int,
					  const struct vitro_operation *) = {
		op_open,    op_create, op_read, op_poll,  op_close, op_brightness,
		op_trigger, op_set,    op_show, op_event, op_wait,  op_show_trigger,
	};

	operations[operation->code % ARRAY_SIZE(operations)](task, operation->a % LEDS, operation);
}

/* What the driver has heard last is what the LED is said to have. */
static void check_last(unsigned int number)
{
	unsigned int brightness;

	while (ready(TASKS, descriptor(number), 0))
		op_read(TASKS, number, NULL);
	if (leds[number].is_open && !leds[number].overlapped &&
	    show_brightness(number, &brightness))
		BUG_ON(leds[number].last != brightness);
}

static void end(void)
{
	unsigned int i;

	for (i = 0; i < LEDS; i++) {
		if (careless & MISS_NOTHING)
			check_last(i);
		close_device(i);
	}
	BUG_ON(!vitro_leds_are_gone());
	vitro_process_end();
}

/* Who opens the device first is never like those who come later. */
static int setup(void)
{
	int error = vitro_leds_setup();

	careless = host_option("LEDS_CARELESS", 0);
	begin();
	op_open(TASKS, 0, &(const struct vitro_operation){});
	end();
	return error;
}

VITRO_HARNESS(leds, .setup = setup, .tasks = TASKS, .begin = begin, .operate = operate, .end = end,
	      .max_size = 256);
