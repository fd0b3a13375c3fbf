// SPDX-License-Identifier: GPL-2.0-only
/* tests/printk.sh compares what these print. */
#include <linux/device.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/string.h>

#include "selftest.h"

CASE(levels_are_kept, NULL)
{
	pr_emerg("level zero\n");
	pr_err("level three\n");
	pr_warn("level four\n");
	pr_info("level six\n");
	printk("no level\n");
	pr_debug("not compiled in\n");
}

CASE(returns_the_length, NULL)
{
	EXPECT(printk("12345\n") == 6);
	EXPECT(printk("%s", "") == 0);
}

CASE(formats_are_the_kernels, NULL)
{
	u8 bytes[4] = { 192, 168, 0, 1 };

	pr_info("address %pI4 bytes %*ph\n", bytes, 4, bytes);
	pr_info("hex %#x null %s\n", 255, (char *)NULL);
}

CASE(control_characters_are_masked, NULL)
{
	pr_info("before\033[2Jafter\n");
}

CASE(each_line_has_the_level, NULL)
{
	pr_err("first\nsecond\n\n");
}

CASE(once_means_once_in_each_input, NULL)
{
	int i;

	for (i = 0; i < 3; i++)
		pr_info_once("only once\n");
}

CASE(rate_limits_let_everything_through, NULL)
{
	int i;

	for (i = 0; i < 30; i++)
		EXPECT(printk_ratelimit());
}

CASE(long_lines_are_cut, NULL)
{
	static char line[2000];

	memset(line, 'x', sizeof(line) - 1);
	pr_info("%s\n", line);
}

CASE(tail_comes_with_the_report, "Kernel panic - not syncing: the end")
{
	int i;

	for (i = 0; i < 100; i++)
		pr_info("line %d\n", i);
	panic("the end");
}
