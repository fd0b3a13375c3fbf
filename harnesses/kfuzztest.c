// SPDX-License-Identifier: GPL-2.0-only
/*
 * Written for the kernel's KFuzzTest: nothing in it knows of vitro. A list of numbers as it stands
 * on the command line.
 */
#include <linux/kfuzztest.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/panic.h>

FUZZ_TEST_SIMPLE(test_get_options)
{
	int numbers[8];

	if (!datalen)
		return -EINVAL;
	data[datalen - 1] = '\0';
	get_options(data, ARRAY_SIZE(numbers), numbers);
	if (numbers[0] < 0 || numbers[0] >= ARRAY_SIZE(numbers))
		panic("get_options() has stored %d numbers\n", numbers[0]);
	return 0;
}
