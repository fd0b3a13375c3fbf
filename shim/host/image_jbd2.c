// SPDX-License-Identifier: GPL-2.0-only
/* The journal of ext4, wherever it lies: its superblock, and the blocks that are not copies of others. All is big-endian. */
#include "image_checksum.h"

enum { TYPE = 4, DESCRIPTOR = 1, COMMIT = 2, SUPER_V1 = 3, SUPER_V2 = 4, REVOKE = 5 };
enum { UUID = 0x30, SUPER_SIZE = 1024, SUPER_SUM = 0xfc, COMMIT_SUM = 0x10 };

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

static void propose_block(struct image *image, uint64_t super, uint64_t at, uint32_t size)
{
	uint32_t type = image_be32(image, at + TYPE);
	struct image_checksum sum = begin(at + (type == COMMIT ? COMMIT_SUM : size - 4));

	if (type != COMMIT && type != DESCRIPTOR && type != REVOKE)
		return;
	image_checksum_over(&sum, super + UUID, 16);
	image_checksum_over_but(&sum, at, at + size, sum.offset, 4);
	image_checksum_propose(image, &sum);
}

bool image_learn_jbd2(struct image *image, uint64_t at, uint32_t block_size)
{
	uint32_t type = image_be32(image, at + TYPE);

	if (image_be32(image, at) != MAGIC)
		return false;
	if (type != SUPER_V1 && type != SUPER_V2)
		return true;
	propose_super(image, at);
	for (uint64_t block = 0; block < image->size; block += block_size)
		if (image_has(image, block) && image_be32(image, block) == MAGIC)
			propose_block(image, at, block, block_size);
	return true;
}
