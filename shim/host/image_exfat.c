// SPDX-License-Identifier: GPL-2.0-only
/*
 * exFAT: the boot region and its backup, whose last sector has nothing but the checksum of those before; sets of directory entries,
 * which begin with that of a file and have the checksum there; the table of upper-case letters.
 */
#include <string.h>

#include "image_checksum.h"

enum { SIGNATURE = 3, HEAP_START = 88, SECTOR_SHIFT = 108, CLUSTER_SHIFT = 109 };
enum { BOOT_SECTORS = 12, FLAGS = 106, PERCENT = 112 };
enum { ENTRY = 32, UPCASE = 0x82, VOLUME_GUID = 0xa0, FILE_ENTRY = 0x85, STREAM = 0xc0 };

struct exfat {
	struct image *image;
	uint32_t sector;
	uint64_t heap, cluster;
};

static bool read_boot(struct exfat *fs)
{
	const struct image *image = fs->image;
	uint32_t shift = image_u8(image, SECTOR_SHIFT), more = image_u8(image, CLUSTER_SHIFT);
	uint8_t signature[8];

	image_read(image, SIGNATURE, signature, sizeof(signature));
	if (memcmp(signature, "EXFAT   ", sizeof(signature)) || shift < 9 || shift > 12 ||
	    more > 25 - shift)
		return false;
	fs->sector = (uint32_t)1 << shift;
	fs->cluster = (uint64_t)fs->sector << more;
	fs->heap = (uint64_t)image_le32(image, HEAP_START) * fs->sector;
	return true;
}

/* What changes while it is mounted does not count. */
static void propose_boot(struct exfat *fs, uint64_t at)
{
	struct image_checksum sum = { .algorithm = IMAGE_ROTATE32, .width = 4 };
	uint64_t end = at + (uint64_t)(BOOT_SECTORS - 1) * fs->sector;

	image_checksum_over(&sum, at, FLAGS);
	image_checksum_over(&sum, at + FLAGS + 2, PERCENT - FLAGS - 2);
	image_checksum_over(&sum, at + PERCENT + 1, end - at - PERCENT - 1);
	sum.offset = end;
	sum.times = (uint16_t)(fs->sector / 4);
	image_checksum_propose(fs->image, &sum);
}

static void propose_entries(struct exfat *fs, uint64_t at)
{
	struct image_checksum sum = { .algorithm = IMAGE_ROTATE16, .width = 2, .offset = at + 2 };
	uint32_t others = image_u8(fs->image, at + 1);

	image_checksum_over(&sum, at, 2);
	image_checksum_over(&sum, at + 4, ENTRY - 4 + (uint64_t)others * ENTRY);
	image_checksum_propose(fs->image, &sum);
}

static void propose_table(struct exfat *fs, uint64_t at)
{
	struct image_checksum sum = { .algorithm = IMAGE_ROTATE32, .width = 4, .offset = at + 4 };
	uint32_t first = image_le32(fs->image, at + 20);
	uint64_t size = image_le64(fs->image, at + 24);

	if (first < 2 || size > 0x20000)
		return;
	image_checksum_over(&sum, fs->heap + (first - 2) * fs->cluster, size);
	image_checksum_propose(fs->image, &sum);
}

static void propose_entry(struct exfat *fs, uint64_t at)
{
	uint32_t type = image_u8(fs->image, at);

	if (type == UPCASE)
		propose_table(fs, at);
	else if (type == VOLUME_GUID ||
		 (type == FILE_ENTRY && image_u8(fs->image, at + ENTRY) == STREAM))
		propose_entries(fs, at);
}

void image_learn_exfat(struct image *image)
{
	struct exfat fs = { .image = image };

	if (!read_boot(&fs))
		return;
	propose_boot(&fs, 0);
	propose_boot(&fs, (uint64_t)BOOT_SECTORS * fs.sector);
	for (uint64_t at = image_next(image, fs.heap); at < image->size;
	     at = image_next(image, at + ENTRY))
		propose_entry(&fs, at);
}
