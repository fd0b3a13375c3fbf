// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver. What is read comes from the pages of the image, where they are (vitro/image.h); what is written goes into copies of
 * them, so that the image stays as it is. A bio is completed as it is submitted, as by brd, or later by a tasklet, in the
 * context that a disk's interrupt leads to.
 */
#include <linux/blkdev.h>
#include <linux/pagemap.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/version.h>
#include <vitro/image.h>

#include "medium.h"

static void read_page(struct vitro_medium *medium, void *to, size_t count, u64 offset)
{
	const u8 *copy = xa_load(&medium->written, offset >> PAGE_SHIFT);

	if (copy)
		memcpy(to, copy + offset_in_page(offset), count);
	else
		memcpy(to, host_image_page(offset >> PAGE_SHIFT) + offset_in_page(offset), count);
}

/* The copy of the page that @offset lies in; what lies past the end of the medium is nobody's. */
static u8 *copy_of_page(struct vitro_medium *medium, u64 offset)
{
	unsigned long index = offset >> PAGE_SHIFT;
	u64 start = (u64)index << PAGE_SHIFT;
	size_t size = min_t(u64, PAGE_SIZE, medium->disk.size - start);
	u8 *copy = xa_load(&medium->written, index);

	if (copy)
		return copy;
	copy = kmemdup(host_image_page(index), size, GFP_NOIO);
	if (xa_err(xa_store(&medium->written, index, copy, GFP_NOIO))) {
		kfree(copy);
		return NULL;
	}
	return copy;
}

/* A disk reads memory by DMA. It has not asked for stable writes, so what it reads may change meanwhile; who does that makes it dirty again. */
static bool write_page(struct vitro_medium *medium, const void *from, size_t count, u64 offset)
{
	u8 *copy = copy_of_page(medium, offset);

	if (!copy)
		return false;
	data_race(memcpy(copy + offset_in_page(offset), from, count));
	return true;
}

static bool transfer(struct vitro_medium *medium, void *memory, size_t left, u64 offset, bool write)
{
	size_t count;

	for (; left; left -= count, offset += count, memory += count) {
		count = min_t(size_t, left, PAGE_SIZE - offset_in_page(offset));
		if (!write)
			read_page(medium, memory, count, offset);
		else if (!write_page(medium, memory, count, offset))
			return false;
	}
	return true;
}

static bool is_on_medium(const struct vitro_medium *medium, u64 offset, u64 count)
{
	return offset <= medium->disk.size && count <= medium->disk.size - offset;
}

/* Up to @limit bytes of the bio. */
static bool move_data(struct vitro_medium *medium, struct bio *bio, u64 offset, size_t limit)
{
	bool write = op_is_write(bio_op(bio));
	struct bio_vec segment;
	struct bvec_iter iter;

	bio_for_each_segment(segment, bio, iter)
	{
		size_t count = min_t(size_t, segment.bv_len, limit);
		void *memory = page_address(segment.bv_page) + segment.bv_offset;

		if (!transfer(medium, memory, count, offset, write))
			return false;
		offset += count;
		limit -= count;
	}
	return true;
}

/* Nothing comes in between; a lock would order the submitters, which brd does not. */
static bool is_to_fail(struct vitro_medium *medium)
{
	const struct vitro_faults *faults = &medium->faults;
	unsigned int number = data_race(++medium->bios);

	return faults->first && number >= faults->first && number - faults->first < faults->count;
}

/* Contents of a file that somebody has looked up; all else that is read are the filesystem's own records. */
static bool is_contents(struct bio *bio)
{
	struct folio *folio = bio_has_data(bio) ? page_folio(bio_page(bio)) : NULL;
	struct address_space *mapping =
		!folio || folio_test_slab(folio) ? NULL : folio_mapping(folio);
	struct inode *inode = mapping ? mapping->host : NULL;

	return inode && S_ISREG(inode->i_mode) && !hlist_empty(&inode->i_dentry);
}

static blk_status_t carry_out(struct vitro_medium *medium, struct bio *bio)
{
	u64 offset = (u64)bio->bi_iter.bi_sector << SECTOR_SHIFT;
	size_t size = bio->bi_iter.bi_size;
	bool fail = is_to_fail(medium);

	if (!medium->disk.data || !is_on_medium(medium, offset, size))
		return BLK_STS_IOERR;
	if (fail)
		size = medium->faults.half ? round_down(size / 2, SECTOR_SIZE) : 0;
	if (bio_op(bio) == REQ_OP_READ && !is_contents(bio))
		host_image_metadata(offset, size);
	switch (bio_op(bio)) {
	case REQ_OP_READ:
	case REQ_OP_WRITE:
		if (!move_data(medium, bio, offset, size))
			return BLK_STS_RESOURCE;
		break;
	case REQ_OP_FLUSH:
		break;
	default:
		return BLK_STS_NOTSUPP;
	}
	return fail ? BLK_STS_IOERR : BLK_STS_OK;
}

static void put_deferred(struct vitro_medium *medium, struct bio *bio)
{
	unsigned long flags;

	spin_lock_irqsave(&medium->lock, flags);
	bio_list_add(&medium->deferred, bio);
	spin_unlock_irqrestore(&medium->lock, flags);
}

static struct bio *take_deferred(struct vitro_medium *medium)
{
	unsigned long flags;
	struct bio *bio;

	spin_lock_irqsave(&medium->lock, flags);
	bio = bio_list_pop(&medium->deferred);
	spin_unlock_irqrestore(&medium->lock, flags);
	return bio;
}

static void complete_deferred(struct tasklet_struct *tasklet)
{
	struct vitro_medium *medium = from_tasklet(medium, tasklet, tasklet);
	struct bio *bio;

	while ((bio = take_deferred(medium)))
		bio_endio(bio);
}

static void submit(struct bio *bio)
{
	struct vitro_disk *disk = bio->bi_bdev->bd_disk->private_data;
	struct vitro_medium *medium = container_of(disk, struct vitro_medium, disk);

	bio->bi_status = carry_out(medium, bio);
	if (!medium->faults.defer) {
		bio_endio(bio);
		return;
	}
	put_deferred(medium, bio);
	tasklet_schedule(&medium->tasklet);
}

static const struct block_device_operations operations = {
	.submit_bio = submit,
};

int vitro_medium_add(struct vitro_medium *medium, const char *name, unsigned int block_size)
{
	int error;

	medium->disk.driver = &operations;
	xa_init(&medium->written);
	spin_lock_init(&medium->lock);
	bio_list_init(&medium->deferred);
	tasklet_setup(&medium->tasklet, complete_deferred);
	error = vitro_disk_add(&medium->disk, name, block_size);
	if (error)
		return error;
	medium->disk.gendisk->flags |= GENHD_FL_NO_PART;
	vitro_speed_keep(medium);
	return 0;
}

static struct address_space *mapping_of(struct vitro_medium *medium)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
	return medium->disk.gendisk->part0->bd_mapping;
#else
	return medium->disk.gendisk->part0->bd_inode->i_mapping;
#endif
}

void vitro_medium_insert(struct vitro_medium *medium, const u8 *data, size_t size,
			 const struct vitro_faults *faults)
{
	medium->faults = *faults;
	medium->bios = 0;
	mapping_of(medium)->writeback_index = 0; /* where the last writeback of its blocks ended */
	vitro_speed_forget(medium);
	vitro_disk_insert(&medium->disk, data, size, 1);
}

void vitro_medium_show(struct vitro_medium *medium)
{
	unsigned long index;
	size_t i;
	u8 *copy;

	xa_for_each(&medium->written, index, copy) for (i = 0; i < ksize(copy); i += 64)
		pr_info("written %zu %64phN\n", (index << PAGE_SHIFT) + i, copy + i);
}

void vitro_medium_eject(struct vitro_medium *medium)
{
	unsigned long index;
	u8 *copy;

	xa_for_each(&medium->written, index, copy) kfree(copy);
	xa_destroy(&medium->written);
	vitro_disk_remove(&medium->disk);
}
