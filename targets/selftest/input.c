// SPDX-License-Identifier: GPL-2.0-only
/* The reader of inputs in vitro/harness.h. */
#include <linux/slab.h>
#include <linux/string.h>
#include <vitro/harness.h>

#include "selftest.h"

#define INPUT(text) vitro_input((const u8 *)(text), sizeof(text) - 1)

CASE(integers_are_little_endian, NULL)
{
	struct vitro_input input =
		INPUT("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f");

	EXPECT(vitro_read_u8(&input) == 0x01);
	EXPECT(vitro_read_u16(&input) == 0x0302);
	EXPECT(vitro_read_u32(&input) == 0x07060504);
	EXPECT(vitro_read_u64(&input) == 0x0f0e0d0c0b0a0908ULL);
	EXPECT(input.left == 0);
}

CASE(past_the_end_is_zero, NULL)
{
	u8 *bytes = kmemdup("\xff", 1, GFP_KERNEL);
	struct vitro_input input = vitro_input(bytes, 1);
	size_t size;

	EXPECT(vitro_read_u32(&input) == 0xff);
	EXPECT(vitro_read_u64(&input) == 0);
	vitro_read_rest(&input, &size);
	EXPECT(size == 0 && input.next == bytes + 1);
	kfree(bytes);
}

CASE(no_input_at_all, NULL)
{
	struct vitro_input input = vitro_input(NULL, 0);
	char text[4];

	EXPECT(vitro_read_u16(&input) == 0);
	EXPECT(vitro_read_range(&input, 3, 9) == 3);
	EXPECT(vitro_read_string(&input, text, sizeof(text)) == 0 && !text[0]);
}

CASE(ranges_include_both_ends, NULL)
{
	struct vitro_input input = INPUT("\x00\x06\x07\xff\x01");

	EXPECT(vitro_read_range(&input, 3, 9) == 3);
	EXPECT(vitro_read_range(&input, 3, 9) == 9);
	EXPECT(vitro_read_range(&input, 3, 9) == 3);
	EXPECT(vitro_read_range(&input, 5, 5) == 5);
	EXPECT(input.left == 2);
	EXPECT(vitro_read_range(&input, 0, 256) == 0x1ff % 257);
	EXPECT(vitro_read_range(&input, 0, U64_MAX) == 0);
}

CASE(strings_end_at_nul_end_or_full, NULL)
{
	struct vitro_input input = INPUT("abc\0defgh");
	char text[5];

	EXPECT(vitro_read_string(&input, text, sizeof(text)) == 3 && !strcmp(text, "abc"));
	EXPECT(vitro_read_string(&input, text, sizeof(text)) == 4 && !strcmp(text, "defg"));
	EXPECT(vitro_read_string(&input, text, sizeof(text)) == 1 && !strcmp(text, "h"));
	EXPECT(vitro_read_string(&input, text, sizeof(text)) == 0 && !text[0]);
}

CASE(bytes_lie_in_the_input, NULL)
{
	static const u8 bytes[] = "0123456789";
	struct vitro_input input = vitro_input(bytes, 10);
	size_t size;

	EXPECT(vitro_read_bytes(&input, 4, &size) == bytes && size == 4);
	EXPECT(vitro_read_rest(&input, &size) == bytes + 4 && size == 6);
}
