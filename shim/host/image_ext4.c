// SPDX-License-Identifier: GPL-2.0-only
/*
 * What ext4 and jbd2 keep checksums of, as Documentation/filesystems/ext4/checksums.rst has it. Whose a block of a directory or of
 * extents is would take a walk to find out; it is tried with all inodes that are in use.
 */
#include <stdlib.h>

#include "image_checksum.h"

enum { SUPER = 1024, SUPER_UUID = SUPER + 104, SUPER_SUM = SUPER + 1020 };
enum { INCOMPAT_META_BG = 0x10, INCOMPAT_64BIT = 0x80, INCOMPAT_CSUM_SEED = 0x2000 };
enum { DESCRIPTOR_SUM = 0x1e, INODE_GENERATION = 0x64 };
enum { INODE_LOW = 0x7c, INODE_EXTRA = 0x80, INODE_HIGH = 0x82 };

struct ext4 {
	struct image *image;
	uint64_t blocks, descriptors;
	uint32_t block_size, groups, first, inode_size, inodes_per_group, descriptor_size;
	uint32_t blocks_per_group;
	uint32_t first_meta; /* from that one on, each block of descriptors is with its groups */
	bool seeded;
	uint32_t seed;
	struct image_checksum *inodes; /* what the checksums of what is an inode's begin with */
	uint32_t inode_count;
};

/* Numbers that are out of all proportion are not those of a base. */
static bool read_super(struct ext4 *fs)
{
	const struct image *image = fs->image;
	uint32_t shift = image_le32(image, SUPER + 24), per_group = image_le32(image, SUPER + 32);
	uint32_t incompatible = image_le32(image, SUPER + 96);

	if (image_le16(image, SUPER + 56) != 0xef53 || shift > 6 || !per_group)
		return false;
	fs->block_size = (uint32_t)1024 << shift;
	fs->blocks = image->size / fs->block_size;
	fs->first = image_le32(image, SUPER + 20);
	fs->blocks_per_group = per_group;
	fs->groups = (uint32_t)((fs->blocks + per_group - 1) / per_group);
	fs->inodes_per_group = image_le32(image, SUPER + 40);
	fs->inode_size = image_le16(image, SUPER + 88);
	fs->descriptors = (uint64_t)(fs->first + 1) * fs->block_size;
	fs->descriptor_size = incompatible & INCOMPAT_64BIT ? image_le16(image, SUPER + 254) : 32;
	fs->first_meta =
		incompatible & INCOMPAT_META_BG ? image_le32(image, SUPER + 260) : UINT32_MAX;
	fs->seeded = incompatible & INCOMPAT_CSUM_SEED;
	fs->seed = image_le32(image, SUPER + 0x270);
	return fs->first <= 1 && fs->inode_size >= 128 && fs->descriptor_size >= 32 &&
	       fs->descriptor_size <= fs->block_size && fs->inodes_per_group <= 8 * fs->block_size;
}

static struct image_checksum begin(const struct ext4 *fs)
{
	struct image_checksum checksum = { .seed = fs->seeded ? fs->seed : UINT32_MAX, .width = 4 };

	if (!fs->seeded)
		image_checksum_over(&checksum, SUPER_UUID, 16);
	return checksum;
}

/* ---- Inodes ---- */

static void keep_inode(struct ext4 *fs, const struct image_checksum *beginning)
{
	fs->inodes = realloc(fs->inodes, (fs->inode_count + 1) * sizeof(*fs->inodes));
	if (!fs->inodes)
		abort();
	fs->inodes[fs->inode_count++] = *beginning;
}

static void propose_inode(struct ext4 *fs, uint64_t at, uint32_t number)
{
	struct image_checksum sum = begin(fs);

	image_checksum_over_constant(&sum, number, 4);
	image_checksum_over(&sum, at + INODE_GENERATION, 4);
	keep_inode(fs, &sum);
	sum.offset = at + INODE_LOW;
	sum.width = 2;
	if (fs->inode_size > 128 && image_le16(fs->image, at + INODE_EXTRA) >= 4) {
		sum.high = at + INODE_HIGH;
		image_checksum_over_but(&sum, at, at + INODE_HIGH, at + INODE_LOW, 2);
		image_checksum_over_constant(&sum, 0, 2);
		image_checksum_over(&sum, at + INODE_HIGH + 2, fs->inode_size - INODE_HIGH - 2);
	} else {
		image_checksum_over_but(&sum, at, at + fs->inode_size, at + INODE_LOW, 2);
	}
	image_checksum_propose(fs->image, &sum);
}

/* Where there is a superblock, descriptors are behind it. */
static uint64_t descriptor_at(const struct ext4 *fs, uint32_t group)
{
	uint32_t per_block = fs->block_size / fs->descriptor_size, meta = group / per_block;
	uint64_t first = fs->first + (uint64_t)meta * per_block * fs->blocks_per_group;

	if (!meta || meta < fs->first_meta)
		return fs->descriptors + (uint64_t)group * fs->descriptor_size;
	first *= fs->block_size;
	if (image_le16(fs->image, first + 56) == 0xef53)
		first += fs->block_size;
	return first + (uint64_t)(group % per_block) * fs->descriptor_size;
}

static uint64_t of_descriptor(const struct ext4 *fs, uint32_t group, uint32_t low, uint32_t high)
{
	uint64_t at = descriptor_at(fs, group);
	uint64_t value = image_le32(fs->image, at + low);

	if (fs->descriptor_size >= 64)
		value |= (uint64_t)image_le32(fs->image, at + high) << 32;
	return value * fs->block_size;
}

static void propose_inodes(struct ext4 *fs, uint32_t group)
{
	uint64_t table = of_descriptor(fs, group, 8, 0x28);

	for (uint32_t i = 0; i < fs->inodes_per_group; i++) {
		uint64_t at = table + (uint64_t)i * fs->inode_size;

		if (image_has(fs->image, at) &&
		    (image_le16(fs->image, at) || image_le16(fs->image, at + INODE_LOW)))
			propose_inode(fs, at, group * fs->inodes_per_group + i + 1);
	}
}

/* ---- Blocks ---- */

/* Up to @end; the checksum is at @tail. */
static void propose_of_inode(struct ext4 *fs, uint64_t block, uint64_t end, uint64_t tail)
{
	for (uint32_t i = 0; i < fs->inode_count; i++) {
		struct image_checksum sum = fs->inodes[i];

		image_checksum_over(&sum, block, end);
		sum.offset = block + tail;
		if (image_checksum_propose(fs->image, &sum))
			return;
	}
}

/* Of an index of names: entries, and then of what is at the end the first four bytes. */
static void propose_index(struct ext4 *fs, uint64_t block, uint32_t limits)
{
	uint32_t limit = image_le16(fs->image, block + limits);
	uint32_t count = image_le16(fs->image, block + limits + 2);
	uint64_t tail = limits + (uint64_t)limit * 8;

	if (count > limit || tail + 8 > fs->block_size)
		return;
	for (uint32_t i = 0; i < fs->inode_count; i++) {
		struct image_checksum sum = fs->inodes[i];

		image_checksum_over_counted(&sum, block, limits, block + limits + 2, 8);
		image_checksum_over(&sum, block + tail, 4);
		image_checksum_over_constant(&sum, 0, 4);
		sum.offset = block + tail + 4;
		if (image_checksum_propose(fs->image, &sum))
			return;
	}
}

static void propose_attributes(struct ext4 *fs, uint64_t block)
{
	struct image_checksum sum = begin(fs);

	image_checksum_over_constant(&sum, block / fs->block_size, 8);
	image_checksum_over_but(&sum, block, block + fs->block_size, block + 16, 4);
	sum.offset = block + 16;
	image_checksum_propose(fs->image, &sum);
}

static void propose_multiple_mounts(struct ext4 *fs, uint64_t block)
{
	struct image_checksum sum = begin(fs);

	sum.offset = block + 1020;
	image_checksum_over(&sum, block, 1020);
	image_checksum_propose(fs->image, &sum);
}

/* In the file of inodes that are to be freed. */
static void propose_orphans(struct ext4 *fs, uint64_t block)
{
	for (uint32_t i = 0; i < fs->inode_count; i++) {
		struct image_checksum sum = fs->inodes[i];

		image_checksum_over_constant(&sum, block / fs->block_size, 8);
		image_checksum_over(&sum, block, fs->block_size - 8);
		sum.offset = block + fs->block_size - 4;
		if (image_checksum_propose(fs->image, &sum))
			return;
	}
}

static bool is_leaf(const struct ext4 *fs, uint64_t block)
{
	uint64_t tail = block + fs->block_size - 12;

	return !image_le32(fs->image, tail) && image_le32(fs->image, tail + 4) == 0xde00000c;
}

static void propose_block(struct ext4 *fs, uint64_t block)
{
	uint32_t size = fs->block_size, extents = 12 + 12 * image_le16(fs->image, block + 4);

	if (image_le32(fs->image, block) == 0xea020000)
		propose_attributes(fs, block);
	else if (image_le32(fs->image, block) == 0x4d4d50)
		propose_multiple_mounts(fs, block);
	else if (image_le32(fs->image, block + size - 8) == 0x0b10ca04)
		propose_orphans(fs, block);
	else if (image_le16(fs->image, block) == 0xf30a)
		propose_of_inode(fs, block, extents, extents);
	else if (is_leaf(fs, block))
		propose_of_inode(fs, block, size - 12, size - 4);
	else if (image_le16(fs->image, block + 4) == 12 && image_u8(fs->image, block + 0x1d) == 8)
		propose_index(fs, block, 0x20);
	else if (!image_le32(fs->image, block) && image_le16(fs->image, block + 4) == size)
		propose_index(fs, block, 8);
}

/* ---- Groups ---- */

static void propose_bitmap(struct ext4 *fs, uint32_t group, uint32_t low, uint32_t stored,
			   uint32_t high, uint32_t bits)
{
	uint64_t descriptor = descriptor_at(fs, group);
	struct image_checksum sum = begin(fs);

	image_checksum_over(&sum, of_descriptor(fs, group, low, 0x20 + low), bits / 8);
	sum.offset = descriptor + stored;
	sum.width = 2;
	if (fs->descriptor_size >= 64)
		sum.high = descriptor + high;
	image_checksum_propose(fs->image, &sum);
}

static void propose_descriptor(struct ext4 *fs, uint32_t group)
{
	uint64_t at = descriptor_at(fs, group);
	struct image_checksum sum = begin(fs);
	struct image_checksum old = { .algorithm = IMAGE_CRC16, .seed = 0xffff };

	image_checksum_over_constant(&sum, group, 4);
	image_checksum_over_but(&sum, at, at + fs->descriptor_size, at + DESCRIPTOR_SUM, 2);
	sum.offset = old.offset = at + DESCRIPTOR_SUM;
	sum.width = old.width = 2;
	image_checksum_over(&old, SUPER_UUID, 16);
	image_checksum_over_constant(&old, group, 4);
	image_checksum_over(&old, at, DESCRIPTOR_SUM);
	image_checksum_over(&old, at + DESCRIPTOR_SUM + 2,
			    fs->descriptor_size - DESCRIPTOR_SUM - 2);
	if (!image_checksum_propose(fs->image, &sum))
		image_checksum_propose(fs->image, &old);
}

static void propose_groups(struct ext4 *fs)
{
	uint32_t clusters = image_le32(fs->image, SUPER + 36);

	for (uint32_t group = 0; group < fs->groups; group++) {
		propose_bitmap(fs, group, 0, 0x18, 0x38, clusters);
		propose_bitmap(fs, group, 4, 0x1a, 0x3a, fs->inodes_per_group);
	}
	for (uint32_t group = 0; group < fs->groups; group++)
		propose_descriptor(fs, group);
}

static void propose_blocks(struct ext4 *fs)
{
	for (uint64_t number = 0; number < fs->blocks; number++) {
		uint64_t block = number * fs->block_size;

		if (image_has(fs->image, block) || image_has(fs->image, block + fs->block_size - 8))
			propose_block(fs, block);
	}
}

void image_learn_ext4(struct image *image)
{
	struct ext4 fs = { .image = image };
	struct image_checksum super = { .seed = UINT32_MAX, .width = 4, .offset = SUPER_SUM };

	if (!read_super(&fs))
		return;
	for (uint32_t group = 0; group < fs.groups; group++)
		propose_inodes(&fs, group);
	propose_blocks(&fs);
	image_learn_jbd2(image, fs.block_size);
	propose_groups(&fs);
	image_checksum_over(&super, SUPER, 1020);
	image_checksum_propose(image, &super);
	free(fs.inodes);
}
