// SPDX-License-Identifier: GPL-2.0-only
/*
 * An archive that a boot loader would leave in memory is unpacked as start_kernel() has it done, by the initcall of its level, and what
 * came of it is looked at. The root filesystem is one of the input's own meanwhile.
 */
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/init.h>
#include <linux/init_syscalls.h>
#include <linux/initrd.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <vitro/initcalls.h>

#include "../targets/fs/fs.h"
#include "../targets/process/process.h"

static void unpack(const u8 *data, size_t size)
{
	initrd_start = (unsigned long)kmemdup(data, size, GFP_KERNEL);
	initrd_end = initrd_start + size;
	vitro_run_initcalls(__initcallrootfs_start, __initcall6_start);
	wait_for_initramfs();
}

/* init_task's root, which all kernel threads share. */
static void enter(struct path *old)
{
	get_fs_root(current->fs, old);
	init_chdir(VITRO_MOUNT_POINT);
	init_chroot(".");
}

static void leave(struct path *old)
{
	set_fs_root(current->fs, old);
	set_fs_pwd(current->fs, old);
	path_put(old);
}

/* Lazily: a file that unpacking has left open is the leak to report, not that the mount is busy. */
static void unmount(void)
{
	vitro_fs_return_to_user();
	init_umount(VITRO_MOUNT_POINT, MNT_DETACH);
	vitro_fs_return_to_user();
}

static int setup(void)
{
	return init_mkdir(VITRO_MOUNT_POINT, 0755);
}

static int run(const u8 *data, size_t size)
{
	struct path old;

	vitro_process_begin();
	vitro_fs_mount("ramfs", 0, NULL);
	enter(&old);
	unpack(data, size);
	leave(&old);
	vitro_fs_walk();
	unmount();
	vitro_process_end();
	vitro_fs_reclaim();
	return 0;
}

VITRO_HARNESS(initramfs, .setup = setup, .run = run, .max_size = 64 << 10);
