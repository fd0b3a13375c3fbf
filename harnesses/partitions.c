// SPDX-License-Identifier: GPL-2.0-only
/*
 * A raw disk image, as when media is put in: every parser in block/partitions looks at it in the kernel's own order,
 * once with 512-byte and once with 4096-byte sectors, and partitions are registered as block devices. When the
 * media goes, no partition may be left.
 *
 * A byte past the last whole sector says how often the image repeats on the medium: a dynamic disk (LDM) has its
 * database in 2048 sectors, more than an input should.
 */
#include <linux/bug.h>
#include <vitro/harness.h>

#include "../targets/block/ramdisk.h"

static struct vitro_disk disk_512, disk_4096;

static int setup(void)
{
	return vitro_disk_add(&disk_512, "small", 512) ?: vitro_disk_add(&disk_4096, "large", 4096);
}

static bool has_partitions(struct gendisk *gendisk)
{
	unsigned long number = 1;

	return xa_find(&gendisk->part_tbl, &number, ULONG_MAX, XA_PRESENT);
}

static unsigned int repetitions(const u8 *data, size_t size)
{
	return size % SECTOR_SIZE ? max_t(u8, data[round_down(size, SECTOR_SIZE)], 1) : 1;
}

static void scan(struct vitro_disk *disk, const u8 *data, size_t size)
{
	vitro_disk_insert(disk, data, size, repetitions(data, size));
	vitro_disk_scan(disk);
	vitro_disk_eject(disk);
	BUG_ON(has_partitions(disk->gendisk));
}

static int run(const u8 *data, size_t size)
{
	scan(&disk_512, data, size);
	scan(&disk_4096, data, size);
	return 0;
}

VITRO_HARNESS(partitions, .setup = setup, .run = run, .max_size = 65537,
	      .structure = VITRO_RECORDS(512));
