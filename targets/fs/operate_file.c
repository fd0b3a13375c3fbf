// SPDX-License-Identifier: GPL-2.0-only
/* System calls about what is in a file. */
#include <linux/fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/kernel.h>

#include <linux/syscalls.h>
#include <uapi/linux/falloc.h>

#include "fs.h"
#include "operate.h"

/* a: the file, c: from where, how much. */
static void call_read(const struct vitro_operation *operation)
{
	int fd = vitro_fs_open(vitro_fs_path(0, operation->a), O_RDONLY);

	if (fd < 0)
		return;
	sys_pread64(fd, vitro_fs_user_map->bytes, vitro_fs_length(operation),
		    vitro_fs_offset(operation));
	vitro_fs_close(fd);
}

/* c's highest bits: at the end, in one page after the other, cut off first. */
static void call_write(const struct vitro_operation *operation)
{
	u8 c = operation->c;
	int flags = O_RDWR | O_CREAT | (c & 128 ? O_APPEND : 0) | (c & 64 ? O_DSYNC : 0) |
		    (c & 32 ? O_TRUNC : 0);
	int fd = vitro_fs_open(vitro_fs_path(0, operation->a), flags);

	if (fd < 0)
		return;
	memset(vitro_fs_user.bytes, operation->b, vitro_fs_length(operation));
	sys_pwrite64(fd, vitro_fs_user_map->bytes, vitro_fs_length(operation),
		     vitro_fs_offset(operation));
	vitro_fs_close(fd);
}

/* Blocks of 512 bytes, b from where, c's low bits how many, read where the highest is set; where nothing is done directly it is a write as others. */
static void call_direct(const struct vitro_operation *operation)
{
	size_t length = (size_t)(operation->c % 32 + 1) << SECTOR_SHIFT;
	loff_t offset = (loff_t)operation->b << SECTOR_SHIFT;
	int fd = vitro_fs_open(vitro_fs_path(0, operation->a), O_RDWR | O_CREAT | O_DIRECT);

	if (fd < 0) {
		call_write(operation);
		return;
	}
	if (operation->c & 128) {
		sys_pread64(fd, vitro_fs_user_map->bytes, length, offset);
	} else {
		memset(vitro_fs_user.bytes, operation->a, length);
		sys_pwrite64(fd, vitro_fs_user_map->bytes, length, offset);
	}
	vitro_fs_close(fd);
}

static void call_truncate(const struct vitro_operation *operation)
{
	sys_truncate(vitro_fs_path(0, operation->a), vitro_fs_offset(operation));
}

static void call_fsync(const struct vitro_operation *operation)
{
	int fd = vitro_fs_open(vitro_fs_path(0, operation->a), O_RDONLY);

	if (fd < 0)
		return;
	if (operation->c & 1)
		sys_fdatasync(fd);
	else
		sys_fsync(fd);
	vitro_fs_close(fd);
}

/* c's high bits: holes, zeroes, what is taken out or put in between, what stays past the end. */
static void call_fallocate(const struct vitro_operation *operation)
{
	static const int modes[] = { 0,
				     FALLOC_FL_KEEP_SIZE,
				     FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
				     FALLOC_FL_ZERO_RANGE,
				     FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE,
				     FALLOC_FL_COLLAPSE_RANGE,
				     FALLOC_FL_INSERT_RANGE,
				     FALLOC_FL_UNSHARE_RANGE };
	int fd = vitro_fs_open(vitro_fs_path(0, operation->a), O_RDWR | O_CREAT);

	if (fd < 0)
		return;
	sys_fallocate(fd, modes[operation->c >> 5], vitro_fs_offset(operation),
		      vitro_fs_length(operation) * 4);
	vitro_fs_close(fd);
}

static void call_fiemap(const struct vitro_operation *operation)
{
	struct fiemap *map = (void *)vitro_fs_user.bytes;
	int fd = vitro_fs_open(vitro_fs_path(0, operation->a), O_RDONLY);

	if (fd < 0)
		return;
	*map = (struct fiemap){
		.fm_start = operation->b,
		.fm_length = operation->b & 1 ? FIEMAP_MAX_OFFSET : PAGE_SIZE,
		.fm_flags =
			operation->c & (FIEMAP_FLAG_SYNC | FIEMAP_FLAG_XATTR | FIEMAP_FLAG_CACHE),
		.fm_extent_count = operation->c & 8 ? 0 : 32,
	};
	sys_ioctl(fd, FS_IOC_FIEMAP, (unsigned long)vitro_fs_user_map->bytes);
	vitro_fs_close(fd);
}

static void call_seek(const struct vitro_operation *operation)
{
	int fd = vitro_fs_open(vitro_fs_path(0, operation->a), O_RDONLY);

	if (fd < 0)
		return;
	sys_lseek(fd, vitro_fs_offset(operation), operation->c & 64 ? SEEK_DATA : SEEK_HOLE);
	vitro_fs_close(fd);
}

static void call_getdents(const struct vitro_operation *operation)
{
	int fd = vitro_fs_open(vitro_fs_path(0, operation->a), O_RDONLY | O_DIRECTORY);

	if (fd < 0)
		return;
	if (operation->c & 1)
		sys_lseek(fd, vitro_fs_offset(operation), SEEK_SET);
	sys_getdents64(fd, (void __user *)vitro_fs_user_map->bytes, vitro_fs_length(operation));
	vitro_fs_close(fd);
}

/* From a to a new or known file b. */
static void call_copy(const struct vitro_operation *operation)
{
	int from = vitro_fs_open(vitro_fs_path(0, operation->a), O_RDONLY), to;

	if (from < 0)
		return;
	to = vitro_fs_open(vitro_fs_path(0, operation->b), O_RDWR | O_CREAT);
	if (to >= 0) {
		if (operation->c & 1)
			sys_ioctl(to, FICLONE, from);
		else
			sys_copy_file_range(from, NULL, to, NULL, operation->c << 8, 0);
		vitro_fs_close(to);
	}
	vitro_fs_close(from);
}

vitro_fs_call *const vitro_fs_file_calls[] = {
	call_read,      call_write,  call_direct, call_truncate, call_fsync,
	call_fallocate, call_fiemap, call_seek,   call_getdents, call_copy,
};
const unsigned int vitro_fs_file_count = ARRAY_SIZE(vitro_fs_file_calls);
