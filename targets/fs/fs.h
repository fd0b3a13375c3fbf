/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What harnesses of filesystems share. An input is an image, whole sectors, and behind it fewer bytes than a sector: how
 * the disk behaves, and operations. Or it says by what its image differs from one that the program has: vitro/image.h.
 */
#ifndef VITRO_FS_H
#define VITRO_FS_H

#include <linux/path.h>
#include <vitro/harness.h>
#include <vitro/image.h>

#include "medium.h"

/* Where filesystems are mounted. */
#define VITRO_MOUNT_POINT "/mnt"

/* Disks of either sector size, with device nodes, and the mount point. Once, at set-up. Return: 0 or -errno. */
int vitro_fs_setup(void);

/**
 * vitro_fs_insert() - put the image of an input in
 *
 * Return: what stands behind the options of the disk.
 */
struct vitro_input vitro_fs_insert(const u8 *data, size_t size);

/* mount(2) as root does. @options may be NULL. Return: 0 or -errno. */
int vitro_fs_mount(const char *type, unsigned long flags, const char *options);

/* mount(2) with MS_REMOUNT. */
int vitro_fs_remount(unsigned long flags, const char *options);

/* umount(2), which must not find it busy, and what user space would not see of it: closed files. */
void vitro_fs_unmount(void);

/* Take the image out; nothing may use it any more. */
void vitro_fs_eject(void);

/* Free what only memory pressure would: see reclaim.c. */
void vitro_fs_reclaim(void);

/* What do_exit() gives back of what the running task has acquired by and by. */
void vitro_fs_end_task(void);

/* What was deferred to the return to user space: last references to files and mounts. */
void vitro_fs_return_to_user(void);

/* One input of a harness that mounts @type read-only and looks at everything. */
int vitro_fs_walk_input(const char *type, const char *options, const u8 *data, size_t size);

/* One input of a harness that mounts @type, carries operations out, and looks at everything. */
int vitro_fs_operate_input(const char *type, const char *options, const u8 *data, size_t size);

/* Look at all that is mounted: see walk.c. */
void vitro_fs_walk(void);

/* A harness whose inputs are images, up to @size bytes: the engine changes them as such. */
#define VITRO_FS_IMAGES(identifier, prepare, function, size) \
	const struct vitro_harness vitro_harness = {         \
		.name = #identifier,                         \
		.setup = prepare,                            \
		.run = function,                             \
		.max_size = (size) + SECTOR_SIZE - 1,        \
	};                                                   \
	const void *const vitro_harness_mutator = host_image_mutator

#define VITRO_FS_HARNESS(identifier, input, type, options, size) \
	static int run(const u8 *data, size_t count)             \
	{                                                        \
		return input(type, options, data, count);        \
	}                                                        \
	VITRO_FS_IMAGES(identifier, vitro_fs_setup, run, size)

/*
 * A harness of images of a filesystem, up to @size bytes, that are mounted read-only, looked at all over, and unmounted: nothing of
 * them may be left.
 */
#define VITRO_FS_WALK(identifier, type, options, size) \
	VITRO_FS_HARNESS(identifier, vitro_fs_walk_input, type, options, size)

/* And one whose images are mounted, changed by the operations that follow them, looked at, and unmounted. */
#define VITRO_FS_OPERATE(identifier, type, options, size) \
	VITRO_FS_HARNESS(identifier, vitro_fs_operate_input, type, options, size)

#endif
