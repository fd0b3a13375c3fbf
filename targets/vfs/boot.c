// SPDX-License-Identifier: GPL-2.0-only
/* What start_kernel() does for the VFS and the page cache, in its order; the root filesystem is a ramfs. */
#include <linux/backing-dev.h>
#include <linux/buffer_head.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/init_syscalls.h>
#include <linux/pagemap.h>
#include <linux/radix-tree.h>
#include <linux/ramfs.h>
#include <linux/workqueue.h>
#include <vitro/harness.h>

#include "../../../../mm/internal.h"

struct file_system_type rootfs_fs_type = {
	.name = "rootfs",
	.init_fs_context = ramfs_init_fs_context,
	.kill_sb = kill_litter_super,
};

void __init init_rootfs(void)
{
}

static int __init boot_vfs(void)
{
	radix_tree_init();
	vfs_caches_init_early();
	vfs_caches_init();
	pagecache_init();
	buffer_init();
	bdi_init(&noop_backing_dev_info);
	mm_percpu_wq = alloc_workqueue("mm_percpu_wq", WQ_MEM_RECLAIM, 0);
	return 0;
}
VITRO_BOOT_CALL(boot_vfs);
