// SPDX-License-Identifier: GPL-2.0-only
#include "image_sum.h"

#include <string.h>

/* What one byte comes to, and the same with 1 to 7 zeros behind it: eight bytes are taken at a time. */
enum { SLICES = 8 };

static uint32_t reflected(uint32_t sum, uint32_t polynomial)
{
	for (int bit = 0; bit < 8; bit++)
		sum = sum >> 1 ^ (sum & 1 ? polynomial : 0);
	return sum;
}

/* Made when it is first asked for. */
static uint32_t (*table_of(enum image_algorithm algorithm))[256]
{
	static const uint32_t polynomial[] = {
		[IMAGE_CRC32C] = 0x82f63b78, [IMAGE_CRC32] = 0xedb88320, [IMAGE_CRC16] = 0xa001
	};
	static uint32_t tables[IMAGE_CRC16 + 1][SLICES][256];
	uint32_t(*table)[256] = tables[algorithm];

	if (table[0][255])
		return table;
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t sum = table[0][i] = reflected(i, polynomial[algorithm]);

		for (int slice = 1; slice < SLICES; slice++)
			table[slice][i] = sum = reflected(sum, polynomial[algorithm]);
	}
	return table;
}

static uint32_t by_table(uint32_t sum, const uint8_t *bytes, size_t count, uint32_t (*table)[256])
{
	for (uint64_t next; count >= SLICES; count -= SLICES, bytes += SLICES) {
		memcpy(&next, bytes, SLICES);
		next ^= sum;
		sum = 0;
		for (int slice = SLICES; slice--; next >>= 8)
			sum ^= table[slice][next & 0xff];
	}
	while (count--)
		sum = sum >> 8 ^ table[0][(sum ^ *bytes++) & 0xff];
	return sum;
}

static uint32_t itu(uint32_t sum, const uint8_t *bytes, size_t count)
{
	while (count--) {
		uint32_t high = (sum >> 8 ^ *bytes++) & 0xff;

		high ^= high >> 4;
		sum = (sum << 8 ^ high << 12 ^ high << 5 ^ high) & 0xffff;
	}
	return sum;
}

static uint32_t rotate(uint32_t sum, const uint8_t *bytes, size_t count, unsigned int bits)
{
	uint32_t mask = bits == 32 ? UINT32_MAX : ((uint32_t)1 << bits) - 1;

	while (count--)
		sum = (((sum & 1) << (bits - 1) | sum >> 1) + *bytes++) & mask;
	return sum;
}

static uint32_t add(uint32_t sum, const uint8_t *bytes, size_t count)
{
	while (count--)
		sum = (sum + *bytes++) & 0xff;
	return sum;
}

uint32_t image_sum(enum image_algorithm algorithm, uint32_t sum, const uint8_t *bytes, size_t count)
{
	switch (algorithm) {
	case IMAGE_CRC_ITU:
		return itu(sum, bytes, count);
	case IMAGE_SUM8:
		return add(sum, bytes, count);
	case IMAGE_ROTATE16:
		return rotate(sum, bytes, count, 16);
	case IMAGE_ROTATE32:
		return rotate(sum, bytes, count, 32);
	default:
		return by_table(sum, bytes, count, table_of(algorithm));
	}
}
