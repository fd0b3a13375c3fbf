// SPDX-License-Identifier: GPL-2.0-only
/*
 * XFS with checksums (version 5): every structure begins with a magic number, which tells where its checksum is. Numbers are
 * big-endian, checksums are not.
 */
#include "image_checksum.h"

enum { SECTOR_MAX = 32768 };

/* In the superblock. */
enum { BLOCK_SIZE = 4, AG_BLOCKS = 84, AG_COUNT = 88, VERSION = 100, SECTOR_SIZE = 102 };
enum { INODE_SIZE = 104, DIRECTORY_SHIFT = 192 };

enum unit { SECTOR, BLOCK, DIRECTORY_BLOCK };

/* What has a checksum at @sum, when it has @magic, 4 bytes or 2, at @at. */
struct kind {
	uint32_t magic, at, magic_size, sum;
	enum unit unit;
};

static const struct kind kinds[] = {
	{ 0x58465342, 0, 4, 224, SECTOR },        /* XFSB: superblocks */
	{ 0x58414746, 0, 4, 216, SECTOR },        /* XAGF: free space of a group */
	{ 0x58414749, 0, 4, 312, SECTOR },        /* XAGI: inodes of a group */
	{ 0x5841464c, 0, 4, 32, SECTOR },         /* XAFL: blocks kept for trees */
	{ 0x41423342, 0, 4, 52, BLOCK },          /* AB3B: free space by number */
	{ 0x41423343, 0, 4, 52, BLOCK },          /* AB3C: free space by size */
	{ 0x49414233, 0, 4, 52, BLOCK },          /* IAB3: inodes */
	{ 0x46494233, 0, 4, 52, BLOCK },          /* FIB3: free inodes */
	{ 0x524d4233, 0, 4, 52, BLOCK },          /* RMB3: owners of blocks */
	{ 0x52334643, 0, 4, 52, BLOCK },          /* R3FC: shared blocks */
	{ 0x424d4133, 0, 4, 64, BLOCK },          /* BMA3: extents of a file */
	{ 0x58534c4d, 0, 4, 12, BLOCK },          /* XSLM: symbolic links */
	{ 0x5841524d, 0, 4, 12, BLOCK },          /* XARM: long values of attributes */
	{ 0x3bee, 8, 2, 12, BLOCK },              /* leaves of attributes */
	{ 0x3ebe, 8, 2, 12, BLOCK },              /* nodes, of attributes */
	{ 0x3ebe, 8, 2, 12, DIRECTORY_BLOCK },    /* and of directories */
	{ 0x3df1, 8, 2, 12, DIRECTORY_BLOCK },    /* a leaf that is the only one */
	{ 0x3dff, 8, 2, 12, DIRECTORY_BLOCK },    /* leaves */
	{ 0x58444233, 0, 4, 4, DIRECTORY_BLOCK }, /* XDB3: all of a directory */
	{ 0x58444433, 0, 4, 4, DIRECTORY_BLOCK }, /* XDD3: names */
	{ 0x58444633, 0, 4, 4, DIRECTORY_BLOCK }, /* XDF3: where names have room */
};

struct xfs {
	struct image *image;
	uint32_t size[3]; /* of each unit */
	uint32_t inode_size;
};

static uint32_t be16(const struct image *image, uint64_t offset)
{
	return image_be32(image, offset) >> 16;
}

static bool is_power_within(uint32_t value, uint32_t least, uint32_t most)
{
	return value >= least && value <= most && !(value & (value - 1));
}

static bool read_super(struct xfs *fs)
{
	const struct image *image = fs->image;
	uint32_t block = image_be32(image, BLOCK_SIZE), shift = image_u8(image, DIRECTORY_SHIFT);

	if (image_be32(image, 0) != kinds[0].magic || (be16(image, VERSION) & 15) != 5 ||
	    !is_power_within(block, 1024, 65536) || shift > 6)
		return false;
	fs->size[SECTOR] = be16(image, SECTOR_SIZE);
	fs->size[BLOCK] = block;
	fs->size[DIRECTORY_BLOCK] = block << shift;
	fs->inode_size = be16(image, INODE_SIZE);
	return is_power_within(fs->size[SECTOR], IMAGE_SECTOR, SECTOR_MAX) &&
	       is_power_within(fs->inode_size, 256, 2048);
}

/* @size bytes, of which those of the checksum, at @sum, count as zeros. */
static bool propose(struct xfs *fs, uint64_t at, uint32_t size, uint32_t sum)
{
	struct image_checksum checksum = {
		.seed = UINT32_MAX, .inverted = true, .width = 4, .offset = at + sum
	};

	image_checksum_over_but(&checksum, at, at + size, checksum.offset, 4);
	return image_checksum_propose(fs->image, &checksum);
}

static void propose_kinds(struct xfs *fs, uint64_t at)
{
	uint32_t start[2] = { image_be32(fs->image, at), be16(fs->image, at + 8) };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct kind *kind = &kinds[i];

		if (kind->magic == start[kind->magic_size == 2] &&
		    propose(fs, at, fs->size[kind->unit], kind->sum))
			return;
	}
}

static void propose_inode(struct xfs *fs, uint64_t at)
{
	if (be16(fs->image, at) == 0x494e && image_u8(fs->image, at + 4) == 3)
		propose(fs, at, fs->inode_size, 100);
}

/* A block of them begins with one. */
static void propose_quotas(struct xfs *fs, uint64_t at)
{
	enum { SIZE = 136, SUM = 108 };

	for (uint32_t i = 0; i + SIZE <= fs->size[BLOCK]; i += SIZE)
		if (be16(fs->image, at + i) == 0x4451)
			propose(fs, at + i, SIZE, SUM);
}

/* ---- The log: a record of what is written is a header, more of it when there is much, and as many bytes as it says ---- */

static uint32_t headers_for(uint32_t bytes)
{
	enum { BYTES = 32768 };

	return bytes ? (bytes - 1) / BYTES + 1 : 1;
}

static void propose_record(struct xfs *fs, uint64_t at)
{
	enum { LENGTH = 12, SUM = 32, MOST = 320, HEADER = 328, MORE = 260 };
	uint32_t length = image_be32(fs->image, at + LENGTH);
	uint32_t headers = headers_for(image_be32(fs->image, at + MOST));
	struct image_checksum checksum = {
		.seed = UINT32_MAX, .inverted = true, .width = 4, .offset = at + SUM
	};

	image_checksum_over_but(&checksum, at, at + HEADER, checksum.offset, 4);
	for (uint32_t i = 1; i < headers_for(length) && i < IMAGE_PIECES - 3; i++)
		image_checksum_over(&checksum, at + (uint64_t)i * IMAGE_SECTOR, MORE);
	if (length <= fs->image->size)
		image_checksum_over(&checksum, at + (uint64_t)headers * IMAGE_SECTOR, length);
	image_checksum_propose(fs->image, &checksum);
}

/* ---- All ---- */

static void propose_sector(struct xfs *fs, uint64_t at)
{
	if (image_be32(fs->image, at) == 0xfeedbabe)
		propose_record(fs, at);
	if (at % fs->size[SECTOR] == 0)
		propose_kinds(fs, at);
	if (at % fs->inode_size == 0)
		propose_inode(fs, at);
	if (at % fs->size[BLOCK] == 0 && be16(fs->image, at) == 0x4451)
		propose_quotas(fs, at);
}

void image_learn_xfs(struct image *image)
{
	struct xfs fs = { .image = image };
	uint32_t step;

	if (!read_super(&fs))
		return;
	step = fs.inode_size < IMAGE_SECTOR ? fs.inode_size : IMAGE_SECTOR;
	for (uint64_t at = image_next(image, 0); at < image->size;
	     at = image_next(image, at + step))
		propose_sector(&fs, at);
}
