/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checksums that a filesystem keeps in its image. Where they are is not known for certain, it is learnt: for each filesystem a file
 * image_NAME.c proposes what may be one, and what holds in the base is one. After changes all of them hold again.
 */
#ifndef VITRO_IMAGE_CHECKSUM_H
#define VITRO_IMAGE_CHECKSUM_H

#include "image.h"
#include "image_sum.h"

/**
 * struct image_piece - what is summed up, in turn
 * @size:	bytes
 * @constant:	they are @value, little-endian (8 bytes at most), not at @offset of the image
 */
struct image_piece {
	uint64_t offset;
	uint32_t size;
	bool constant;
	uint64_t value;
};

enum { IMAGE_PIECES = 8 };

/**
 * struct image_checksum - one checksum
 * @seed:	what to begin with
 * @seed_at:	where the image has that instead, little-endian; 0: nowhere
 * @counted:	the piece of this number is longer, by @unit times the number at @counted_at (2 bytes, little-endian), unless
 *		@unit is 0
 * @inverted:	all bits are, at the end
 * @big_endian:	as it is stored
 * @width:	of what is at @offset: 1, 2 or 4 bytes
 * @times:	it is stored this often, one right after the other; 0: once
 * @high:	where bits 16 to 31 are, when @width is 2; 0: nowhere
 */
struct image_checksum {
	enum image_algorithm algorithm;
	uint32_t seed;
	bool inverted, big_endian;
	uint8_t width, pieces, counted, unit;
	uint16_t times;
	uint64_t offset, high, seed_at, counted_at;
	struct image_piece piece[IMAGE_PIECES];
};

/**
 * struct image_checksums - those of a base
 * @list:	in the order in which they have to be repaired
 * @first:	of each page, where in @on_page the numbers of those begin that lie on it; one page more than there are
 * @marked:	a bit for each, set where a page was changed
 */
struct image_checksums {
	struct image_checksum *list;
	size_t count, room;
	uint32_t *first, *on_page;
	uint64_t *marked;
};

/* One more piece: of the image, or a constant of up to 8 bytes. */
void image_checksum_over(struct image_checksum *checksum, uint64_t offset, uint64_t size);
void image_checksum_over_constant(struct image_checksum *checksum, uint64_t value, uint32_t size);

/* The same, of as many more bytes as the image says; once in a checksum. */
void image_checksum_over_counted(struct image_checksum *checksum, uint64_t offset, uint64_t size,
				 uint64_t counted_at, uint8_t unit);

/* From @from to @to, but the @width bytes at @sum count as zeros. */
void image_checksum_over_but(struct image_checksum *checksum, uint64_t from, uint64_t to,
			     uint64_t sum, uint32_t width);

/* What it should be, and whether that is what it is. */
uint32_t image_checksum_of(const struct image *image, const struct image_checksum *checksum);
bool image_checksum_holds(const struct image *image, const struct image_checksum *checksum);

/* Make it hold. Return: whether it did not. */
bool image_checksum_repair(struct image *image, const struct image_checksum *checksum);

/* What lies in the image, and makes a difference to it: pieces, and where it is stored. */
struct image_span {
	uint64_t offset, size;
};

static inline int image_checksum_spans(const struct image_checksum *checksum)
{
	return checksum->pieces + 4;
}

struct image_span image_checksum_span(const struct image *image,
				      const struct image_checksum *checksum, int number);

/* Whether anything there is not as in the base. */
bool image_checksum_touched(const struct image *image, const struct image_checksum *checksum);

/* In image_NAME.c: what holds is one of the image's. Return: whether it does. */
bool image_checksum_propose(struct image *image, const struct image_checksum *checksum);

/* Find all that hold in the base. Nothing may have been changed. */
void image_checksums_learn(struct image *image);

/* What learning ends with: from now on those that were proposed are repaired. */
void image_checksums_index(struct image *image);

/* Make those hold that lie on changed pages. Return: how many did not. */
unsigned int image_checksums_repair(struct image *image);

void image_checksums_free(struct image_checksums *checksums);

/* ---- Those who propose; nothing of another filesystem's image ---- */

void image_learn_btrfs(struct image *image);
void image_learn_erofs(struct image *image);
void image_learn_exfat(struct image *image);
void image_learn_ext4(struct image *image);
void image_learn_f2fs(struct image *image);
void image_learn_nilfs2(struct image *image);
void image_learn_udf(struct image *image);
void image_learn_xfs(struct image *image);

/* Of journals in an image of ext4, when what is in the blocks that they have copies of has been proposed. */
void image_learn_jbd2(struct image *image, uint32_t block_size);

/* Whether the page there may have other than zeros. */
static inline bool image_has(const struct image *image, uint64_t offset)
{
	return offset / IMAGE_PAGE < image->pages && image->page[offset / IMAGE_PAGE];
}

/* The first such place from @offset on, or the end: there, or at the start of a page. */
static inline uint64_t image_next(const struct image *image, uint64_t offset)
{
	while (offset < image->size && !image_has(image, offset))
		offset = (offset / IMAGE_PAGE + 1) * IMAGE_PAGE;
	return offset;
}

/* Numbers in the image. */
uint32_t image_u8(const struct image *image, uint64_t offset);
uint32_t image_le16(const struct image *image, uint64_t offset);
uint32_t image_le32(const struct image *image, uint64_t offset);
uint64_t image_le64(const struct image *image, uint64_t offset);
uint32_t image_be32(const struct image *image, uint64_t offset);

#endif
