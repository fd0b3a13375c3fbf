/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checksums that a filesystem keeps in its image. Where they are is not known for certain, it is learnt: for each filesystem a file
 * image_NAME.c proposes what may be one, and what holds in the base is one. After changes all of them hold again.
 */
#ifndef VITRO_IMAGE_CHECKSUM_H
#define VITRO_IMAGE_CHECKSUM_H

#include "image.h"

enum image_algorithm {
	IMAGE_CRC32C,   /* reflected, polynomial 0x82f63b78 */
	IMAGE_CRC32,    /* reflected, 0xedb88320 */
	IMAGE_CRC16,    /* reflected, 0xa001 */
	IMAGE_CRC_ITU,  /* not reflected, 0x1021 */
	IMAGE_SUM8,     /* of bytes */
	IMAGE_ROTATE16, /* each byte is added after a rotation to the right by one */
	IMAGE_ROTATE32,
	IMAGE_ALGORITHMS
};

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
 * @inverted:	all bits are, at the end
 * @big_endian:	as it is stored
 * @width:	of what is at @offset: 1, 2 or 4 bytes
 * @high:	where bits 16 to 31 are, when @width is 2; 0: nowhere
 */
struct image_checksum {
	enum image_algorithm algorithm;
	uint32_t seed;
	bool inverted, big_endian;
	uint8_t width, pieces;
	uint64_t offset, high;
	struct image_piece piece[IMAGE_PIECES];
};

/* Those of a base, in the order in which they have to be repaired. */
struct image_checksums {
	struct image_checksum *list;
	size_t count, room;
};

/* One more piece: of the image, or a constant of up to 8 bytes. */
void image_checksum_over(struct image_checksum *checksum, uint64_t offset, uint64_t size);
void image_checksum_over_constant(struct image_checksum *checksum, uint64_t value, uint32_t size);

/* What it should be, and whether that is what it is. */
uint32_t image_checksum_of(const struct image *image, const struct image_checksum *checksum);
bool image_checksum_holds(const struct image *image, const struct image_checksum *checksum);

/* In image_NAME.c: what holds is one of the image's. Return: whether it does. */
bool image_checksum_propose(struct image *image, const struct image_checksum *checksum);

/* Find all that hold in the base. Nothing may have been changed. */
void image_checksums_learn(struct image *image);

/* Make those hold that lie on changed pages. Return: how many did not. */
unsigned int image_checksums_repair(struct image *image);

void image_checksums_free(struct image_checksums *checksums);

/* ---- Those who propose; nothing of another filesystem's image ---- */

void image_learn_ext4(struct image *image);

/* Numbers in the image. */
uint32_t image_u8(const struct image *image, uint64_t offset);
uint32_t image_le16(const struct image *image, uint64_t offset);
uint32_t image_le32(const struct image *image, uint64_t offset);
uint64_t image_le64(const struct image *image, uint64_t offset);
uint32_t image_be32(const struct image *image, uint64_t offset);

#endif
