// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device of targets/race, used by three tasks at once. An operation opens, reads, writes, counts a use, or closes; a
 * task closes only what it has opened. The planted races are found from an empty corpus: the use after free under
 * ASan, the data race under TSan, the one between plain accesses as `-s accesses`. VITRO_RACE_BUG=0, 1 or 2 leaves only that
 * one in, 3 none.
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <vitro/harness.h>
#include <vitro/host.h>

#include "../targets/race/race.h"

#define TASKS 3

static struct race_device device;
static unsigned int opened[TASKS], counted[TASKS];

static int setup(void)
{
	race_planted = host_option("RACE_BUG", RACE_ALL);
	spin_lock_init(&device.lock);
	return 0;
}

static void begin(void)
{
	device.counted = device.uses = 0;
	memset(counted, 0, sizeof(counted));
}

static void open_or_close(unsigned int task, bool open)
{
	if (open && !race_open(&device))
		opened[task]++;
	if (!open && opened[task]) {
		opened[task]--;
		race_close(&device);
	}
}

static void operate(unsigned int task, const struct vitro_operation *operation)
{
	u32 value;

	switch (operation->code % 6) {
	case 0:
	case 1:
		open_or_close(task, operation->code % 6 == 0);
		break;
	case 2:
		race_read(&device, &value);
		break;
	case 3:
		race_write(&device, operation->a);
		break;
	case 4:
		race_peek(&device, &value);
		break;
	case 5:
		race_count(&device);
		counted[task]++;
		break;
	}
}

static void end(void)
{
	unsigned int task, uses = 0;

	for (task = 0; task < TASKS; task++) {
		uses += counted[task];
		while (opened[task])
			open_or_close(task, false);
	}
	BUG_ON(device.session || device.counted != uses);
}

VITRO_HARNESS(race, .setup = setup, .tasks = TASKS, .begin = begin, .operate = operate, .end = end,
	      .max_size = 128);
