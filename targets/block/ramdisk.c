// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver: bios are completed at once, from memory; what lies past the media is an I/O error, as on a disk
 * that is shorter than it says.
 */
#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/version.h>

#include "ramdisk.h"

static bool copy_segment(const struct vitro_disk *disk, struct bio_vec *segment, u64 offset)
{
	void *to = page_address(segment->bv_page) + segment->bv_offset;
	size_t left = segment->bv_len, count;

	if (offset > disk->capacity || left > disk->capacity - offset)
		return false;
	for (; left; left -= count, to += count, offset += count) {
		size_t start = offset % disk->size;

		count = min(left, disk->size - start);
		memcpy(to, disk->data + start, count);
	}
	return true;
}

static void ramdisk_submit(struct bio *bio)
{
	const struct vitro_disk *disk = bio->bi_bdev->bd_disk->private_data;
	u64 offset = (u64)bio->bi_iter.bi_sector << SECTOR_SHIFT;
	struct bio_vec segment;
	struct bvec_iter iter;

	if (bio_op(bio) != REQ_OP_READ || !disk->data) {
		bio_io_error(bio);
		return;
	}
	bio_for_each_segment(segment, bio, iter)
	{
		if (!copy_segment(disk, &segment, offset)) {
			bio_io_error(bio);
			return;
		}
		offset += segment.bv_len;
	}
	bio_endio(bio);
}

static const struct block_device_operations ramdisk_operations = {
	.submit_bio = ramdisk_submit,
};

static struct gendisk *allocate(unsigned int block_size)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
	struct queue_limits limits = { .logical_block_size = block_size };

	return blk_alloc_disk(&limits, NUMA_NO_NODE);
#else
	struct gendisk *gendisk = blk_alloc_disk(NUMA_NO_NODE);

	if (gendisk)
		blk_queue_logical_block_size(gendisk->queue, block_size);
	return gendisk ?: ERR_PTR(-ENOMEM);
#endif
}

/* Minors of its own for all partitions: extended ones come from an allocator that grows and stays so. */
static int number(struct gendisk *gendisk)
{
	static int major, disks;

	if (!major)
		major = register_blkdev(0, "vitro");
	if (major < 0)
		return major;
	gendisk->major = major;
	gendisk->first_minor = disks++ * DISK_MAX_PARTS;
	gendisk->minors = DISK_MAX_PARTS;
	return 0;
}

int vitro_disk_add(struct vitro_disk *disk, const char *name, unsigned int block_size)
{
	struct gendisk *gendisk = allocate(block_size);

	if (IS_ERR(gendisk))
		return PTR_ERR(gendisk);
	disk->gendisk = gendisk;
	gendisk->fops = disk->driver ?: &ramdisk_operations;
	gendisk->private_data = disk;
	strscpy(gendisk->disk_name, name, DISK_NAME_LEN);
	set_disk_ro(gendisk, !disk->driver);
	return number(gendisk) ?: add_disk(gendisk);
}

void vitro_disk_insert(struct vitro_disk *disk, const u8 *data, size_t size, unsigned int repeat)
{
	unsigned int block_size = queue_logical_block_size(disk->gendisk->queue);

	disk->data = data;
	disk->size = round_down(size, block_size);
	disk->capacity = (u64)disk->size * repeat;
	set_capacity(disk->gendisk, disk->capacity >> SECTOR_SHIFT);
}

void vitro_disk_remove(struct vitro_disk *disk)
{
	disk->data = NULL;
	disk->size = 0;
	disk->capacity = 0;
}

static int rescan(struct vitro_disk *disk, bool invalidate)
{
	int error;

	mutex_lock(&disk->gendisk->open_mutex);
	error = bdev_disk_changed(disk->gendisk, invalidate);
	mutex_unlock(&disk->gendisk->open_mutex);
	return error;
}

int vitro_disk_scan(struct vitro_disk *disk)
{
	return rescan(disk, false);
}

void vitro_disk_eject(struct vitro_disk *disk)
{
	rescan(disk, true);
	vitro_disk_remove(disk);
}
