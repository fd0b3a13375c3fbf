// SPDX-License-Identifier: GPL-2.0-only
/* System calls about the filesystem as a whole, ioctl(), and time that passes. */
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <uapi/asm-generic/ioctls.h>
#include <uapi/linux/mount.h>

#include "fs.h"
#include "operate.h"

static void call_remount(const struct vitro_operation *operation)
{
	vitro_fs_remount(operation->a & 1 ? MS_RDONLY : 0, NULL);
}

/* Frozen, nothing can be written: only looked at, and thawed again, which may be tried again when it fails. */
static void call_freeze(const struct vitro_operation *operation)
{
	int fd = vitro_fs_open(vitro_fs_path(0, 128), O_RDONLY), tries;

	if (fd < 0)
		return;
	sys_ioctl(fd, FIFREEZE, 0);
	sys_statfs(vitro_fs_path(1, operation->a), (void __user *)vitro_fs_user_map->bytes);
	for (tries = 0; sys_ioctl(fd, FITHAW, 0) && tries < 3; tries++)
		;
	vitro_fs_close(fd);
}

static void call_sync(const struct vitro_operation *operation)
{
	int fd;

	if (operation->c & 1) {
		ksys_sync();
		return;
	}
	fd = vitro_fs_open(vitro_fs_path(0, 128), O_RDONLY);
	if (fd < 0)
		return;
	sys_syncfs(fd);
	vitro_fs_close(fd);
}

/* Long enough for a journal to be committed, and dirty pages to be written. */
static void call_wait(const struct vitro_operation *operation)
{
	schedule_timeout_uninterruptible((1 + operation->c % 64) * HZ);
}

/* Those that any filesystem may have; the argument is in user memory, b in every byte of it. */
static void call_ioctl(const struct vitro_operation *operation)
{
	static const unsigned int numbers[] = {
		FS_IOC_GETFLAGS,
		FS_IOC_SETFLAGS,
		FS_IOC_GETVERSION,
		FS_IOC_SETVERSION,
		FS_IOC_FSGETXATTR,
		FS_IOC_FSSETXATTR,
		FS_IOC_GETFSLABEL,
		FS_IOC_SETFSLABEL,
		FITRIM,
		FIBMAP,
		FIGETBSZ,
		FIONREAD,
	};
	int fd = vitro_fs_open(vitro_fs_path(0, operation->a), O_RDONLY);

	if (fd < 0)
		return;
	memset(vitro_fs_user.bytes, 0, 256);
	memset(vitro_fs_user.bytes, operation->b, operation->c >> 4);
	sys_ioctl(fd, numbers[operation->c % ARRAY_SIZE(numbers)],
		  (unsigned long)vitro_fs_user_map->bytes);
	vitro_fs_close(fd);
}

/*
 * The filesystem's own. The argument is a file of its own and then numbers, which is what most of them take: files, offsets,
 * lengths.
 */
static void call_own_ioctl(const struct vitro_operation *operation)
{
	u64 *argument = (u64 *)vitro_fs_user.bytes;
	unsigned int count = &vitro_fs_ioctl_count ? vitro_fs_ioctl_count : 0, i;
	int fd, other;

	if (!count)
		return;
	fd = vitro_fs_open(vitro_fs_path(0, operation->a), O_RDWR);
	if (fd < 0)
		fd = vitro_fs_open(vitro_fs_path(0, operation->a), O_RDONLY);
	other = vitro_fs_open(vitro_fs_path(1, operation->c), O_RDWR);
	for (i = 1; i < 32; i++)
		argument[i] = (u64)operation->c << (operation->c % 16) >> (i % 8);
	argument[0] = operation->c & 1 ? other : argument[1];
	if (fd >= 0)
		sys_ioctl(fd, vitro_fs_ioctls[operation->b % count],
			  (unsigned long)vitro_fs_user_map->bytes);
	if (other >= 0)
		vitro_fs_close(other);
	if (fd >= 0)
		vitro_fs_close(fd);
}

vitro_fs_call *const vitro_fs_other_calls[] = {
	call_remount, call_freeze, call_sync, call_wait, call_ioctl, call_own_ioctl,
};
const unsigned int vitro_fs_other_count = ARRAY_SIZE(vitro_fs_other_calls) - 1;
