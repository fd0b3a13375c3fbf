// SPDX-License-Identifier: GPL-2.0-only
/*
 * A device that could not be mounted, or that is one of several, is remembered for a mount to come until user space says otherwise, with
 * `btrfs device scan --forget`. So says the end of an input, whose disk goes.
 */
#include <linux/btrfs.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init_syscalls.h>
#include <linux/kdev_t.h>
#include <linux/miscdevice.h>

#include "../fs/fs.h"
#include "btrfs.h"

#define CONTROL "/dev/btrfs-control"

int vitro_btrfs_setup(void)
{
	dev_t number = MKDEV(MISC_MAJOR, BTRFS_MINOR);
	int error = vitro_fs_setup();

	return error ?: init_mknod(CONTROL, S_IFCHR | 0600, new_encode_dev(number));
}

void vitro_btrfs_forget(void)
{
	static struct btrfs_ioctl_vol_args all;
	struct file *control = filp_open(CONTROL, O_RDWR, 0);
	void __user *argument = vitro_user_map(&all, sizeof(all), false);

	if (IS_ERR(control))
		panic(CONTROL ": %ld", PTR_ERR(control));
	vfs_ioctl(control, BTRFS_IOC_FORGET_DEV, (unsigned long)argument);
	fput(control);
	flush_delayed_fput();
}
