// SPDX-License-Identifier: GPL-2.0-only
#include <linux/random.h>
#include <linux/string.h>
#include <linux/version.h>

#include "selftest.h"

CASE(every_input_draws_the_same, NULL)
{
	static u64 first;
	u64 value = get_random_u64();

	EXPECT(!first || first == value);
	first = value;
}

CASE(draws_differ, NULL)
{
	u8 one[16], two[16];

	get_random_bytes(one, sizeof(one));
	get_random_bytes(two, sizeof(two));
	EXPECT(memcmp(one, two, sizeof(one)));
	EXPECT(get_random_u32() != get_random_u32());
	EXPECT(!wait_for_random_bytes());
}

CASE(fills_exactly, NULL)
{
	u8 bytes[8] = { 0 };

	get_random_bytes(bytes, 7);
	EXPECT(bytes[7] == 0);
	EXPECT(memchr_inv(bytes, 0, 7));
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
CASE(stays_below_the_ceiling, NULL)
{
	unsigned int seen = 0;
	int i;

	for (i = 0; i < 1000; i++) {
		u32 value = get_random_u32_below(HIDDEN(7U));

		EXPECT(value < 7);
		seen |= 1U << value;
		EXPECT(get_random_u32_below(3) < 3);
		EXPECT(get_random_u32_inclusive(5, 6) - 5 <= 1);
	}
	EXPECT(seen == 0x7f);
}
#endif
