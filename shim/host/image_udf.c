// SPDX-License-Identifier: GPL-2.0-only
/*
 * UDF: descriptors begin with a tag, which has a CRC of what follows it, and a sum of its own bytes. Most are at the start of a block;
 * those of names in a directory are at any fourth byte.
 */
#include "image_checksum.h"

enum { TAG = 16, VERSION = 2, SUM = 4, RESERVED = 5, CRC = 8, LENGTH = 10 };

static bool is_udf(const struct image *image)
{
	for (uint64_t at = 32768; at < 32768 + 16 * 2048; at += 2048) {
		uint64_t id = image_le64(image, at + 1) & 0xffffffffff;

		if (id == 0x323052534e || id == 0x333052534e) /* NSR02, NSR03 */
			return true;
	}
	return false;
}

/* Of what is known to have a tag, and only what the sum confirms: a CRC is dearer. */
static bool may_be_tag(const struct image *image, uint64_t at)
{
	uint64_t head = image_le64(image, at), tail = image_le64(image, at + 8);
	uint32_t number = head & 0xffff, version = head >> 16 & 0xffff, sum = 0;

	if ((number - 1 > 8 && number - 256 > 10) || version - 2 > 1 || head >> 40 & 0xff)
		return false;
	for (int i = 0; i < 8; i++)
		sum += (head >> 8 * i & 0xff) + (tail >> 8 * i & 0xff);
	return (head >> 32 & 0xff) == ((sum - (head >> 32)) & 0xff);
}

static void propose_tag(struct image *image, uint64_t at)
{
	struct image_checksum crc = { .algorithm = IMAGE_CRC_ITU, .width = 2, .offset = at + CRC };
	struct image_checksum sum = { .algorithm = IMAGE_SUM8, .width = 1, .offset = at + SUM };

	image_checksum_over_counted(&crc, at + TAG, 0, at + LENGTH, 1);
	image_checksum_over(&sum, at, SUM);
	image_checksum_over(&sum, at + RESERVED, TAG - RESERVED);
	if (image_checksum_propose(image, &crc))
		image_checksum_propose(image, &sum);
}

void image_learn_udf(struct image *image)
{
	if (!is_udf(image))
		return;
	for (uint64_t at = image_next(image, 0); at < image->size; at = image_next(image, at + 4))
		if (may_be_tag(image, at))
			propose_tag(image, at);
}
