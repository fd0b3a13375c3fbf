// SPDX-License-Identifier: GPL-2.0-only
#include "image_checksum.h"

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

void image_checksum_over_counted(struct image_checksum *checksum, uint64_t offset, uint64_t size,
				 uint64_t counted_at, uint8_t unit)
{
	checksum->counted = checksum->pieces;
	checksum->counted_at = counted_at;
	checksum->unit = unit;
	image_checksum_over(checksum, offset, size);
}

void image_checksum_over_but(struct image_checksum *checksum, uint64_t from, uint64_t to,
			     uint64_t sum, uint32_t width)
{
	image_checksum_over(checksum, from, sum - from);
	image_checksum_over_constant(checksum, 0, width);
	image_checksum_over(checksum, sum + width, to - sum - width);
}

/* ---- What it should be ---- */

/* Where a piece lies; a count that is out of all proportion counts as much as it may. */
static struct image_span span_of(const struct image *image, const struct image_checksum *checksum,
				 int number)
{
	enum { COUNTED_MAX = 65536 };
	const struct image_piece *piece = &checksum->piece[number];
	uint32_t more = 0;

	if (checksum->unit && checksum->counted == number)
		more = checksum->unit * image_le16(image, checksum->counted_at);
	if (more > COUNTED_MAX)
		more = COUNTED_MAX;
	return (struct image_span){ piece->offset, piece->constant ? 0 : piece->size + more };
}

static uint32_t over_image(const struct image *image, struct image_span span,
			   enum image_algorithm algorithm, uint32_t sum)
{
	uint64_t offset = span.offset;

	for (size_t left = span.size, count; left; left -= count, offset += count) {
		size_t within = offset % IMAGE_PAGE;

		count = left < IMAGE_PAGE - within ? left : IMAGE_PAGE - within;
		sum = image_sum(algorithm, sum, image_page(image, offset / IMAGE_PAGE) + within,
				count);
	}
	return sum;
}

uint32_t image_checksum_of(const struct image *image, const struct image_checksum *checksum)
{
	uint32_t sum = checksum->seed;

	if (checksum->seed_at)
		sum = image_le32(image, checksum->seed_at);
	for (int i = 0; i < checksum->pieces; i++) {
		const struct image_piece *piece = &checksum->piece[i];

		sum = piece->constant ? image_sum(checksum->algorithm, sum,
						  (const uint8_t *)&piece->value, piece->size) :
					over_image(image, span_of(image, checksum, i),
						   checksum->algorithm, sum);
	}
	return checksum->inverted ? ~sum : sum;
}

/* ---- What is stored ---- */

static uint32_t times(const struct image_checksum *checksum)
{
	return checksum->times ? checksum->times : 1;
}

/* Of @value, what is at @checksum->offset. */
static uint32_t low_part(const struct image_checksum *checksum, uint32_t value)
{
	unsigned int above = 32 - 8 * checksum->width;

	value <<= above;
	return checksum->big_endian ? __builtin_bswap32(value) : value >> above;
}

static bool has(const struct image *image, const struct image_checksum *checksum, uint32_t value)
{
	uint32_t low = low_part(checksum, value), is = low;

	for (uint32_t i = 0; i < times(checksum) && is == low; i++) {
		is = 0;
		image_read(image, checksum->offset + i * checksum->width, &is, checksum->width);
	}
	return is == low && (!checksum->high || image_le16(image, checksum->high) == value >> 16);
}

bool image_checksum_holds(const struct image *image, const struct image_checksum *checksum)
{
	return has(image, checksum, image_checksum_of(image, checksum));
}

bool image_checksum_repair(struct image *image, const struct image_checksum *checksum)
{
	uint32_t value = image_checksum_of(image, checksum), high = value >> 16;
	uint32_t low = low_part(checksum, value);

	if (has(image, checksum, value))
		return false;
	for (uint32_t i = 0; i < times(checksum); i++)
		image_write(image, checksum->offset + i * checksum->width, &low, checksum->width);
	if (checksum->high)
		image_write(image, checksum->high, &high, 2);
	return true;
}

/* ---- Where it lies ---- */

struct image_span image_checksum_span(const struct image *image,
				      const struct image_checksum *checksum, int number)
{
	if (number < checksum->pieces)
		return span_of(image, checksum, number);
	switch (number - checksum->pieces) {
	case 0:
		return (struct image_span){ checksum->offset, checksum->width * times(checksum) };
	case 1:
		return (struct image_span){ checksum->high, checksum->high ? 2 : 0 };
	case 2:
		return (struct image_span){ checksum->counted_at, checksum->unit ? 2 : 0 };
	default:
		return (struct image_span){ checksum->seed_at, checksum->seed_at ? 4 : 0 };
	}
}

bool image_checksum_touched(const struct image *image, const struct image_checksum *checksum)
{
	for (int i = 0; i < image_checksum_spans(checksum); i++) {
		struct image_span span = image_checksum_span(image, checksum, i);

		if (image_differs(image, span.offset, span.size))
			return true;
	}
	return false;
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
