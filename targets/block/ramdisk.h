/* SPDX-License-Identifier: GPL-2.0-only */
/* A disk over bytes in memory, for harnesses of the block layer and of filesystems. */
#ifndef VITRO_RAMDISK_H
#define VITRO_RAMDISK_H

#include <linux/blkdev.h>

struct vitro_disk {
	struct gendisk *gendisk;
	const struct block_device_operations *driver; /* NULL: read-only, completes at once */
	const u8 *data;                               /* NULL between inputs */
	size_t size;                                  /* whole blocks of @data, in bytes */
	u64 capacity; /* in bytes; more than @size when the medium repeats */
};

/**
 * vitro_disk_add() - create and register a disk without media, read-only but with a driver of its own
 * @block_size:	logical block size in bytes: 512 or 4096
 *
 * Return: 0 or -errno. Once, at set-up.
 */
int vitro_disk_add(struct vitro_disk *disk, const char *name, unsigned int block_size);

/**
 * vitro_disk_insert() - put a medium in; nothing is read yet
 * @data:	what is on it, as many whole blocks as fit into @size
 * @repeat:	how often, one after the other: what needs a large disk can be small in an input
 */
void vitro_disk_insert(struct vitro_disk *disk, const u8 *data, size_t size, unsigned int repeat);

/* Scan for partitions, as when media has changed. Return: 0 or -errno. */
int vitro_disk_scan(struct vitro_disk *disk);

/* Take the media out: partitions are dropped, cached pages forgotten. */
void vitro_disk_eject(struct vitro_disk *disk);

/* Take the media out of a disk that nobody scans and nobody has open. */
void vitro_disk_remove(struct vitro_disk *disk);

#endif
