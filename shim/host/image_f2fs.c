// SPDX-License-Identifier: GPL-2.0-only
/*
 * F2FS: both superblocks, both packs of a checkpoint with the block that each begins and ends with, and inodes. Nothing is inverted,
 * and most sums begin with the magic number.
 */
#include "image_checksum.h"

enum { BLOCK = 4096, SUPER = 1024, UUID = SUPER + 108, SUM_OFFSET = 32, FEATURES = SUPER + 2180 };
enum { SEGMENT_SHIFT = SUPER + 20, CHECKPOINT = SUPER + 76, MAIN = SUPER + 92 };
enum { HAS_EXTRA = 0x08, HAS_INODE_SUMS = 0x20 };

#define MAGIC 0xf2f52010

static struct image_checksum begin(uint64_t offset)
{
	return (struct image_checksum){
		.algorithm = IMAGE_CRC32, .seed = MAGIC, .width = 4, .offset = offset
	};
}

static void propose_super(struct image *image, uint64_t at)
{
	uint32_t size = image_le32(image, at + SUM_OFFSET);
	struct image_checksum sum = begin(at + size);

	if (image_le32(image, at) != MAGIC || !size || size > BLOCK - SUPER - 4)
		return;
	image_checksum_over(&sum, at, size);
	image_checksum_propose(image, &sum);
}

/* ---- Checkpoints ---- */

enum { PACK_BLOCKS = 136, PACK_SUM_OFFSET = 164, PACK_HEADER = 192 };

/* The checksum is not always at the end of the block. */
static void propose_checkpoint(struct image *image, uint64_t at)
{
	uint32_t size = image_le32(image, at + PACK_SUM_OFFSET);
	struct image_checksum sum = begin(at + size);

	if (size < PACK_HEADER || size > BLOCK - 4)
		return;
	image_checksum_over(&sum, at, size);
	image_checksum_over(&sum, at + size + 4, BLOCK - size - 4);
	image_checksum_propose(image, &sum);
}

static void propose_pack(struct image *image, uint64_t at)
{
	uint32_t blocks = image_le32(image, at + PACK_BLOCKS);

	propose_checkpoint(image, at);
	if (blocks > 1)
		propose_checkpoint(image, at + (uint64_t)(blocks - 1) * BLOCK);
}

/* ---- Inodes ---- */

enum { INLINE = 3, HAS_EXTRA_HERE = 0x20, GENERATION = 68, EXTRA_SIZE = 360, INODE_SUM = 368 };
enum { NUMBER = BLOCK - 24, OWNER = BLOCK - 20 };

static void propose_inode(struct image *image, uint64_t at)
{
	struct image_checksum sum = begin(at + INODE_SUM);

	if (!image_le32(image, at + OWNER) ||
	    image_le32(image, at + NUMBER) != image_le32(image, at + OWNER) ||
	    !(image_u8(image, at + INLINE) & HAS_EXTRA_HERE) ||
	    image_le16(image, at + EXTRA_SIZE) < INODE_SUM + 4 - EXTRA_SIZE)
		return;
	sum.seed = UINT32_MAX;
	image_checksum_over(&sum, UUID, 16);
	image_checksum_over(&sum, at + OWNER, 4);
	image_checksum_over(&sum, at + GENERATION, 4);
	image_checksum_over_but(&sum, at, at + BLOCK, at + INODE_SUM, 4);
	image_checksum_propose(image, &sum);
}

static void propose_inodes(struct image *image)
{
	enum { NEEDED = HAS_EXTRA | HAS_INODE_SUMS };
	uint64_t at = (uint64_t)image_le32(image, MAIN) * BLOCK;

	if ((image_le32(image, FEATURES) & NEEDED) != NEEDED)
		return;
	for (; at < image->size; at += BLOCK)
		if (image_has(image, at))
			propose_inode(image, at);
}

void image_learn_f2fs(struct image *image)
{
	uint64_t pack = (uint64_t)image_le32(image, CHECKPOINT) * BLOCK;
	uint32_t shift = image_le32(image, SEGMENT_SHIFT);

	if (image_le32(image, SUPER) != MAGIC || shift > 12)
		return;
	propose_super(image, SUPER);
	propose_super(image, SUPER + BLOCK);
	propose_pack(image, pack);
	propose_pack(image, pack + ((uint64_t)BLOCK << shift));
	propose_inodes(image);
}
