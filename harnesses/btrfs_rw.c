// SPDX-License-Identifier: GPL-2.0-only
/* An image of Btrfs, and operations on it, as targets/fs/fs.h says. */
#include "../targets/btrfs/btrfs.h"
#include "../targets/fs/fs.h"

static int run(const u8 *data, size_t size)
{
	int result = vitro_fs_operate_input("btrfs", NULL, data, size);

	vitro_btrfs_forget();
	return result;
}

VITRO_FS_IMAGES(btrfs_rw, vitro_btrfs_setup, run, 16 << 20);
