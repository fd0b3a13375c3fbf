/* SPDX-License-Identifier: GPL-2.0-only */
/* A disk for filesystems: the bytes of an input, and what was written over them. */
#ifndef VITRO_FS_MEDIUM_H
#define VITRO_FS_MEDIUM_H

#include <linux/bio.h>
#include <linux/interrupt.h>
#include <linux/spinlock_types.h>
#include <linux/xarray.h>

#include "../block/ramdisk.h"

/* How the disk behaves, from the input. */
struct vitro_faults {
	bool defer; /* complete bios in softirq context, later */
	bool half;  /* one that fails has moved half of its data */
	u16 first;  /* the bio, counted from 1, that is the first to fail; 0: none does */
	u16 count;  /* and how many do */
};

/* What writeback takes a new disk to be able to, in pages a second. */
struct vitro_speed {
	unsigned long ratelimit, bandwidth;
};

struct vitro_medium {
	struct vitro_disk disk;
	struct vitro_speed speed;
	struct xarray written; /* copies of what was written to, a page each */
	struct vitro_faults faults;
	unsigned int bios;
	spinlock_t lock; /* of what is deferred, as a driver's queue has one */
	struct bio_list deferred;
	struct tasklet_struct tasklet;
};

/* Once, at set-up. Return: 0 or -errno. */
int vitro_medium_add(struct vitro_medium *medium, const char *name, unsigned int block_size);

/* Put the first @size bytes of @data in, which stay as they are. */
void vitro_medium_insert(struct vitro_medium *medium, const u8 *data, size_t size,
			 const struct vitro_faults *faults);

/* Take it out; what was written is forgotten. */
void vitro_medium_eject(struct vitro_medium *medium);

/* In writeback.c: what has been learnt of the disk's speed is to be forgotten before each input. */
void vitro_speed_keep(struct vitro_medium *medium);
void vitro_speed_forget(struct vitro_medium *medium);

/* Print what was written to it, for a test to look at: "written OFFSET BYTES", 64 at a time. */
void vitro_medium_show(struct vitro_medium *medium);

#endif
