// SPDX-License-Identifier: GPL-2.0-only
/*
 * NILFS2: both superblocks; of each log its summary, and all of it; the root that it may end in. All sums begin with a number from the
 * superblock.
 */
#include "image_checksum.h"

enum { SUPER = 1024, MAGIC = 6, BYTES = 8, SEED = 12, SUM = 16, BLOCK_SHIFT = 20 };

/* Of a summary. */
enum {
	SUM_ALL = 0,
	SUM_SUMMARY = 4,
	SUMMARY_MAGIC = 8,
	FLAGS = 14,
	BLOCKS = 40,
	SUMMARY_BYTES = 48
};
enum { HAS_ROOT = 4, ROOT_BYTES = 4, LOG_MAX = 64 << 20 };

static struct image_checksum begin(uint64_t offset)
{
	return (struct image_checksum){
		.algorithm = IMAGE_CRC32, .seed_at = SUPER + SEED, .width = 4, .offset = offset
	};
}

static void propose(struct image *image, uint64_t sum, uint64_t from, uint64_t to)
{
	struct image_checksum checksum = begin(sum);

	image_checksum_over(&checksum, from, to - from);
	image_checksum_propose(image, &checksum);
}

static void propose_super(struct image *image, uint64_t at)
{
	struct image_checksum checksum = begin(at + SUM);
	uint32_t bytes = image_le16(image, at + BYTES);

	if (image_le16(image, at + MAGIC) != 0x3434 || bytes < SUM + 4)
		return;
	image_checksum_over_but(&checksum, at, at + bytes, at + SUM, 4);
	image_checksum_propose(image, &checksum);
}

/* From the inside out. */
static void propose_log(struct image *image, uint64_t at, uint32_t block)
{
	uint64_t end = at + (uint64_t)image_le32(image, at + BLOCKS) * block;
	uint64_t root = end - block, summary = image_le32(image, at + SUMMARY_BYTES);

	if (end <= at || end - at > LOG_MAX || summary < SUMMARY_MAGIC || summary > end - at)
		return;
	if (image_le16(image, at + FLAGS) & HAS_ROOT)
		propose(image, root, root + 4, root + image_le16(image, root + ROOT_BYTES));
	propose(image, at + SUM_SUMMARY, at + SUMMARY_MAGIC, at + summary);
	propose(image, at + SUM_ALL, at + SUM_SUMMARY, end);
}

void image_learn_nilfs2(struct image *image)
{
	uint32_t shift = image_le32(image, SUPER + BLOCK_SHIFT);

	if (image_le16(image, SUPER + MAGIC) != 0x3434 || shift > 6)
		return;
	propose_super(image, SUPER);
	if (image->size >= 2 * IMAGE_PAGE)
		propose_super(image, (image->size / IMAGE_PAGE - 1) * IMAGE_PAGE);
	for (uint64_t at = 0; at < image->size; at += (uint64_t)1024 << shift)
		if (image_has(image, at) && image_le32(image, at + SUMMARY_MAGIC) == 0x1eaffa11)
			propose_log(image, at, (uint32_t)1024 << shift);
}
