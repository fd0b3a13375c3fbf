// SPDX-License-Identifier: GPL-2.0-only
/*
 * Btrfs with CRC-32C: superblocks, and nodes of trees, wherever a sector begins that has the filesystem's number and sums up. Those that
 * are not in use any more do so, too.
 */
#include <string.h>

#include "image_checksum.h"

/* In the superblock; the checksum is at its start, as in nodes, and of all behind it. */
enum { SUM_ROOM = 32, SUPER = 65536, SUPER_SIZE = 4096, FSID = 32, MAGIC = 64 };
enum { SECTOR_SIZE = 144, NODE_SIZE = 148, SUM_TYPE = 196, METADATA_UUID = 571 };
enum { ID_SIZE = 16 };

static const uint64_t supers[] = { SUPER, (uint64_t)64 << 20 };

static bool propose(struct image *image, uint64_t at, uint32_t size)
{
	struct image_checksum sum = {
		.seed = UINT32_MAX, .inverted = true, .width = 4, .offset = at
	};

	image_checksum_over(&sum, at + SUM_ROOM, size - SUM_ROOM);
	return image_checksum_propose(image, &sum);
}

static bool is_super(const struct image *image, uint64_t at)
{
	uint8_t magic[8];

	image_read(image, at + MAGIC, magic, sizeof(magic));
	return !memcmp(magic, "_BHRfS_M", sizeof(magic)) && !image_le16(image, at + SUM_TYPE);
}

static bool is_same(const struct image *image, uint64_t one, uint64_t other)
{
	uint8_t id[2][ID_SIZE];

	image_read(image, one, id[0], ID_SIZE);
	image_read(image, other, id[1], ID_SIZE);
	return !memcmp(id[0], id[1], ID_SIZE);
}

static void propose_nodes(struct image *image, uint32_t step, uint32_t size)
{
	for (uint64_t at = 0; at < image->size; at += step)
		if (image_has(image, at) && (is_same(image, at + FSID, SUPER + FSID) ||
					     is_same(image, at + FSID, SUPER + METADATA_UUID)))
			propose(image, at, size);
}

void image_learn_btrfs(struct image *image)
{
	uint32_t sector = image_le32(image, SUPER + SECTOR_SIZE);
	uint32_t node = image_le32(image, SUPER + NODE_SIZE);

	if (!is_super(image, SUPER) || sector < IMAGE_PAGE || sector % IMAGE_PAGE || node > 65536 ||
	    node < sector)
		return;
	for (size_t i = 0; i < sizeof(supers) / sizeof(supers[0]); i++)
		if (is_super(image, supers[i]))
			propose(image, supers[i], SUPER_SIZE);
	propose_nodes(image, sector, node);
}
