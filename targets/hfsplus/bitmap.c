// SPDX-License-Identifier: GPL-2.0-only
#include <linux/namei.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/swap.h>

#include "../../../../fs/hfsplus/hfsplus_fs.h"
#include "../fs/fs.h"
#include "bitmap.h"

/* The page cache has one, its buffers have one, and so have we. */
static void put_surplus(struct folio *folio)
{
	int wanted = 2 + folio_has_private(folio);

	while (folio_ref_count(folio) > wanted)
		folio_put(folio);
}

/* Those that are there: how large it is, the image says. */
static void put_folios(struct inode *bitmap)
{
	struct folio_batch batch;
	pgoff_t next = 0;
	unsigned int i;

	lru_add_drain_all();
	folio_batch_init(&batch);
	while (filemap_get_folios(bitmap->i_mapping, &next, ULONG_MAX, &batch)) {
		for (i = 0; i < folio_batch_count(&batch); i++)
			put_surplus(batch.folios[i]);
		folio_batch_release(&batch);
	}
}

void vitro_hfsplus_put_bitmap(void)
{
	struct path root;

	if (kern_path(VITRO_MOUNT_POINT, LOOKUP_FOLLOW, &root))
		return;
	if (root.dentry->d_sb->s_magic == HFSPLUS_SUPER_MAGIC)
		put_folios(HFSPLUS_SB(root.dentry->d_sb)->alloc_file);
	path_put(&root);
	vitro_fs_return_to_user();
}
