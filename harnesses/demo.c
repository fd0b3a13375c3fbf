// SPDX-License-Identifier: GPL-2.0-only
/*
 * The demo device of targets/demo: opened, one write() of the input, released. Its planted bugs are
 * found from an empty corpus; VITRO_DEMO_BUG=INDEX leaves only that one in (indexes are in
 * tests/planted.table), VITRO_DEMO_BUG=1000 none at all. A write that succeeds must not take more
 * than it was given.
 */
#include <linux/bug.h>
#include <vitro/harness.h>
#include <vitro/host.h>

#include "../targets/demo/demo.h"

static int setup(void)
{
	demo_planted = host_option("DEMO_BUG", -1);
	return 0;
}

static int run(const u8 *data, size_t size)
{
	const char __user *from = vitro_user_map((void *)data, size, false);
	struct demo_device *device = demo_open();
	ssize_t taken;

	if (!device)
		return -1;
	taken = demo_write(device, from, size);
	BUG_ON(taken > (ssize_t)size);
	demo_release(device);
	return 0;
}

VITRO_HARNESS(demo, .setup = setup, .run = run, .max_size = 256);
