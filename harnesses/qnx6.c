// SPDX-License-Identifier: GPL-2.0-only
/*
 * An image of the filesystem of QNX 6, walked as targets/fs/fs.h says. Where a lookup begins the filesystem reads without having written
 * it (docs/bugs/qnx6-lookup-start.md): each would be a finding of MSan's, so it is written here.
 */
#include <linux/fs.h>
#include <linux/namei.h>

#include "../../../fs/qnx6/qnx6.h"
#include "../targets/fs/fs.h"

static const struct super_operations *real;
static struct super_operations operations;

static struct inode *alloc_inode(struct super_block *sb)
{
	struct inode *inode = real->alloc_inode(sb);

	if (inode)
		QNX6_I(inode)->i_dir_start_lookup = 0;
	return inode;
}

static void begin_lookups_at_the_start(void)
{
	struct super_block *sb;
	struct path root;

	if (kern_path(VITRO_MOUNT_POINT, LOOKUP_FOLLOW, &root))
		return;
	sb = root.mnt->mnt_sb;
	real = sb->s_op;
	operations = *real;
	operations.alloc_inode = alloc_inode;
	sb->s_op = &operations;
	QNX6_I(d_inode(sb->s_root))->i_dir_start_lookup = 0;
	path_put(&root);
}

static int run(const u8 *data, size_t size)
{
	vitro_fs_insert(data, size);
	if (!vitro_fs_mount("qnx6", SB_RDONLY, NULL)) {
		begin_lookups_at_the_start();
		vitro_fs_walk();
		vitro_fs_unmount();
	}
	vitro_fs_eject();
	return 0;
}

VITRO_FS_IMAGES(qnx6, vitro_fs_setup, run, 512 << 10);
