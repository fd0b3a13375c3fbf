// SPDX-License-Identifier: GPL-2.0-only
#include <linux/namei.h>
#include <linux/pagemap.h>
#include <linux/swap.h>

#include "../../../../fs/hfsplus/hfsplus_fs.h"
#include "../fs/fs.h"
#include "bitmap.h"

/* The page cache has one, its buffers have one, and so have we. */
static void put_surplus(struct page *page)
{
	int wanted = 2 + folio_has_private(page_folio(page));

	while (page_count(page) > wanted)
		put_page(page);
}

static void put_pages(struct inode *bitmap)
{
	pgoff_t pages = DIV_ROUND_UP(i_size_read(bitmap), PAGE_SIZE), index;
	struct page *page;

	lru_add_drain_all();
	for (index = 0; index < pages; index++) {
		page = find_get_page(bitmap->i_mapping, index);
		if (!page)
			continue;
		put_surplus(page);
		put_page(page);
	}
}

void vitro_hfsplus_put_bitmap(void)
{
	struct path root;

	if (kern_path(VITRO_MOUNT_POINT, LOOKUP_FOLLOW, &root))
		return;
	if (root.dentry->d_sb->s_magic == HFSPLUS_SUPER_MAGIC)
		put_pages(HFSPLUS_SB(root.dentry->d_sb)->alloc_file);
	path_put(&root);
	vitro_fs_return_to_user();
}
