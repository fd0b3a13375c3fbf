// SPDX-License-Identifier: GPL-2.0-only
/* CRC-32C: lib/crc32.c's, or an instruction that must not be told from it. */
#include <linux/crc32.h>
#include <linux/crc32poly.h>
#include <linux/slab.h>

#include "selftest.h"

static u32 by_bits(u32 crc, const u8 *p, size_t len)
{
	int bit;

	while (len--)
		for (bit = 0, crc ^= *p++; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? CRC32C_POLY_LE : 0);
	return crc;
}

CASE(check_value, NULL)
{
	EXPECT(~__crc32c_le(~0, "123456789", 9) == 0xe3069283);
	EXPECT(__crc32c_le(17, NULL, 0) == 17);
}

CASE(any_place_and_length, NULL)
{
	u8 data[64];
	size_t at, len;

	for (at = 0; at < sizeof(data); at++)
		data[at] = at * 167 + 5;
	for (at = 0; at < 8; at++)
		for (len = 0; len <= sizeof(data) - at; len++)
			EXPECT(__crc32c_le(len, data + at, len) == by_bits(len, data + at, len));
}

#ifdef VITRO_FLAVOUR_ADDRESS
CASE(reads_too_far, "slab-out-of-bounds read")
{
	u8 *data = kzalloc(20, GFP_KERNEL);

	EXPECT(__crc32c_le(0, data, HIDDEN(24UL)));
	kfree(data);
}
#endif
