// SPDX-License-Identifier: GPL-2.0-only
/*
 * Written for the kernel's KFuzzTest: nothing in it knows of vitro. Hexadecimal digits to bytes
 * and back.
 */
#include <linux/kfuzztest.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/string.h>

FUZZ_TEST_SIMPLE(test_hex2bin)
{
	size_t count = min_t(size_t, datalen / 2, 32);
	char text[2 * 32 + 1];
	u8 bytes[32];

	if (hex2bin(bytes, data, count))
		return -EINVAL;
	*bin2hex(text, bytes, count) = '\0';
	if (strncasecmp(text, data, 2 * count))
		panic("hex2bin and bin2hex disagree\n");
	return 0;
}
