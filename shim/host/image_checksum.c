// SPDX-License-Identifier: GPL-2.0-only
#include "image_checksum.h"

#include <stdlib.h>
#include <string.h>

void image_checksum_over(struct image_checksum *checksum, uint64_t offset, uint64_t size)
{
	struct image_piece piece = { .offset = offset, .size = (uint32_t)size };

	if (checksum->pieces < IMAGE_PIECES)
		checksum->piece[checksum->pieces++] = piece;
}

void image_checksum_over_constant(struct image_checksum *checksum, uint64_t value, uint32_t size)
{
	struct image_piece piece = { .size = size, .constant = true, .value = value };

	if (checksum->pieces < IMAGE_PIECES)
		checksum->piece[checksum->pieces++] = piece;
}

/* ---- Summing up ---- */

static uint32_t by_table(uint32_t sum, const uint8_t *bytes, size_t count, const uint32_t *table)
{
	while (count--)
		sum = sum >> 8 ^ table[(sum ^ *bytes++) & 0xff];
	return sum;
}

/* Of a polynomial that is reflected; made when it is first asked for. */
static const uint32_t *table_of(enum image_algorithm algorithm)
{
	static const uint32_t polynomial[] = {
		[IMAGE_CRC32C] = 0x82f63b78, [IMAGE_CRC32] = 0xedb88320, [IMAGE_CRC16] = 0xa001
	};
	static uint32_t table[IMAGE_CRC16 + 1][256];

	for (uint32_t i = 0; !table[algorithm][255] && i < 256; i++) {
		uint32_t sum = i;

		for (int bit = 0; bit < 8; bit++)
			sum = sum >> 1 ^ (sum & 1 ? polynomial[algorithm] : 0);
		table[algorithm][i] = sum;
	}
	return table[algorithm];
}

static uint32_t itu(uint32_t sum, const uint8_t *bytes, size_t count)
{
	while (count--) {
		sum ^= (uint32_t)*bytes++ << 8;
		for (int bit = 0; bit < 8; bit++)
			sum = (sum << 1 ^ (sum & 0x8000 ? 0x1021 : 0)) & 0xffff;
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

static uint32_t go_on(enum image_algorithm algorithm, uint32_t sum, const uint8_t *bytes,
		      size_t count)
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

static uint32_t over_image(const struct image *image, const struct image_piece *piece,
			   enum image_algorithm algorithm, uint32_t sum)
{
	uint64_t offset = piece->offset;

	for (size_t left = piece->size, count; left; left -= count, offset += count) {
		size_t within = offset % IMAGE_PAGE;

		count = left < IMAGE_PAGE - within ? left : IMAGE_PAGE - within;
		sum = go_on(algorithm, sum, image_page(image, offset / IMAGE_PAGE) + within, count);
	}
	return sum;
}

uint32_t image_checksum_of(const struct image *image, const struct image_checksum *checksum)
{
	uint32_t sum = checksum->seed;

	for (int i = 0; i < checksum->pieces; i++) {
		const struct image_piece *piece = &checksum->piece[i];

		sum = piece->constant ? go_on(checksum->algorithm, sum,
					      (const uint8_t *)&piece->value, piece->size) :
					over_image(image, piece, checksum->algorithm, sum);
	}
	return checksum->inverted ? ~sum : sum;
}

/* ---- What is stored ---- */

static uint32_t swapped(const struct image_checksum *checksum, uint32_t value)
{
	if (!checksum->big_endian)
		return value;
	return __builtin_bswap32(value) >> (32 - 8 * checksum->width);
}

static uint32_t stored(const struct image *image, const struct image_checksum *checksum)
{
	uint32_t low = 0, high = 0;

	image_read(image, checksum->offset, &low, checksum->width);
	if (checksum->high)
		image_read(image, checksum->high, &high, 2);
	return swapped(checksum, low) | high << 16;
}

static uint32_t fitting(const struct image_checksum *checksum, uint32_t value)
{
	unsigned int bits = checksum->high ? 32 : 8 * checksum->width;

	return bits == 32 ? value : value & (((uint32_t)1 << bits) - 1);
}

bool image_checksum_holds(const struct image *image, const struct image_checksum *checksum)
{
	return stored(image, checksum) == fitting(checksum, image_checksum_of(image, checksum));
}

static void store(struct image *image, const struct image_checksum *checksum)
{
	uint32_t value = image_checksum_of(image, checksum), high = value >> 16;
	uint32_t low = swapped(checksum, fitting(checksum, value));

	image_write(image, checksum->offset, &low, checksum->width);
	if (checksum->high)
		image_write(image, checksum->high, &high, 2);
}

/* ---- All of an image ---- */

bool image_checksum_propose(struct image *image, const struct image_checksum *checksum)
{
	struct image_checksums *all = image->checksums;

	if (checksum->offset + 4 > (uint64_t)image->pages * IMAGE_PAGE ||
	    !image_checksum_holds(image, checksum))
		return false;
	if (all->count == all->room) {
		all->room = all->room ? 2 * all->room : 64;
		all->list = realloc(all->list, all->room * sizeof(*all->list));
		if (!all->list)
			abort();
	}
	all->list[all->count++] = *checksum;
	return true;
}

void image_checksums_learn(struct image *image)
{
	image->checksums = calloc(1, sizeof(*image->checksums));
	if (!image->checksums)
		abort();
	image_learn_ext4(image);
}

static bool any_changed(const struct image *image, uint64_t offset, uint64_t size)
{
	uint64_t last = (offset + size - 1) / IMAGE_PAGE;

	for (uint64_t number = offset / IMAGE_PAGE; size && number <= last; number++)
		if (number < image->pages && image_page_changed(image, (uint32_t)number))
			return true;
	return false;
}

static bool is_touched(const struct image *image, const struct image_checksum *checksum)
{
	if (any_changed(image, checksum->offset, checksum->width))
		return true;
	for (int i = 0; i < checksum->pieces; i++) {
		const struct image_piece *piece = &checksum->piece[i];

		if (!piece->constant && any_changed(image, piece->offset, piece->size))
			return true;
	}
	return false;
}

unsigned int image_checksums_repair(struct image *image)
{
	const struct image_checksums *all = image->checksums;
	unsigned int repaired = 0;

	for (size_t i = 0; image->changes && i < all->count; i++) {
		const struct image_checksum *checksum = &all->list[i];

		if (!is_touched(image, checksum) || image_checksum_holds(image, checksum))
			continue;
		store(image, checksum);
		repaired++;
	}
	return repaired;
}

void image_checksums_free(struct image_checksums *checksums)
{
	if (checksums)
		free(checksums->list);
	free(checksums);
}

/* ---- Numbers ---- */

uint64_t image_le64(const struct image *image, uint64_t offset)
{
	uint64_t value;

	image_read(image, offset, &value, sizeof(value));
	return value;
}

uint32_t image_le32(const struct image *image, uint64_t offset)
{
	return (uint32_t)image_le64(image, offset);
}

uint32_t image_le16(const struct image *image, uint64_t offset)
{
	return image_le32(image, offset) & 0xffff;
}

uint32_t image_u8(const struct image *image, uint64_t offset)
{
	return image_le32(image, offset) & 0xff;
}

uint32_t image_be32(const struct image *image, uint64_t offset)
{
	return __builtin_bswap32(image_le32(image, offset));
}
