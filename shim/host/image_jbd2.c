// SPDX-License-Identifier: GPL-2.0-only
/* The journal of ext4, wherever it lies: its superblock, descriptors with what they describe, commits, revokes. All is big-endian. */
#include "image_checksum.h"

enum { TYPE = 4, SEQUENCE = 8, FEATURES = 0x28, CSUM_V3 = 0x10 };
enum { DESCRIPTOR = 1, COMMIT = 2, SUPER_V1 = 3, SUPER_V2 = 4, REVOKE = 5 };
enum { UUID = 0x30, SUPER_SIZE = 1024, SUPER_SUM = 0xfc, COMMIT_SUM = 0x10, TAG_SUM = 12 };

#define MAGIC 0xc03b3998

static struct image_checksum begin(uint64_t offset)
{
	return (struct image_checksum){
		.seed = UINT32_MAX, .width = 4, .big_endian = true, .offset = offset
	};
}

static void propose_super(struct image *image, uint64_t at)
{
	struct image_checksum sum = begin(at + SUPER_SUM);

	image_checksum_over_but(&sum, at, at + SUPER_SIZE, at + SUPER_SUM, 4);
	image_checksum_propose(image, &sum);
}

static bool propose_copy(struct image *image, uint64_t super, uint64_t tag, uint64_t block,
			 uint32_t size)
{
	struct image_checksum sum = begin(tag + TAG_SUM);

	image_checksum_over(&sum, super + UUID, 16);
	image_checksum_over(&sum, tag - tag % size + SEQUENCE, 4);
	image_checksum_over(&sum, block, size);
	return image_checksum_propose(image, &sum);
}

/* What is described follows in as many blocks, but the journal's blocks need not follow one another. */
static void propose_copies(struct image *image, uint64_t super, uint64_t at, uint32_t size)
{
	enum { FIRST = 12, TAG = 16, FLAGS = 4, SAME_UUID = 2, LAST = 8, GAP = 64 };
	uint64_t block = at + size, gap;
	uint32_t flags = 0;

	for (uint32_t tag = FIRST; !(flags & LAST) && tag + TAG + 4 <= size; block += size) {
		for (gap = 0; gap < GAP; gap++)
			if (propose_copy(image, super, at + tag, block + gap * size, size))
				break;
		block += gap % GAP * size;
		flags = image_be32(image, at + tag + FLAGS);
		tag += flags & SAME_UUID ? TAG : TAG + 16;
	}
}

static void propose_block(struct image *image, uint64_t super, uint64_t at, uint32_t size)
{
	uint32_t type = image_be32(image, at + TYPE);
	struct image_checksum sum = begin(at + (type == COMMIT ? COMMIT_SUM : size - 4));

	if (type != COMMIT && type != DESCRIPTOR && type != REVOKE)
		return;
	if (type == DESCRIPTOR && image_be32(image, super + FEATURES) & CSUM_V3)
		propose_copies(image, super, at, size);
	image_checksum_over(&sum, super + UUID, 16);
	image_checksum_over_but(&sum, at, at + size, sum.offset, 4);
	image_checksum_propose(image, &sum);
}

static bool is_of_journal(const struct image *image, uint64_t at)
{
	return image_has(image, at) && image_be32(image, at) == MAGIC;
}

static void propose_journal(struct image *image, uint64_t super, uint32_t size)
{
	uint32_t type = image_be32(image, super + TYPE);

	if (type != SUPER_V1 && type != SUPER_V2)
		return;
	propose_super(image, super);
	for (uint64_t block = 0; block < image->size; block += size)
		if (is_of_journal(image, block))
			propose_block(image, super, block, size);
}

void image_learn_jbd2(struct image *image, uint32_t block_size)
{
	for (uint64_t block = 0; block < image->size; block += block_size)
		if (is_of_journal(image, block))
			propose_journal(image, block, block_size);
}
