// SPDX-License-Identifier: GPL-2.0-only
/*
 * What decompressors need is theirs until the module is unloaded, and grows when an image is mounted that asks for more: it is as
 * large as it may become from the beginning, and no input's.
 */
#include <linux/init.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
#include "../../../../fs/erofs/compress.h"

static int __init grow_lzma(void)
{
	struct z_erofs_lzma_cfgs most = { .dict_size = cpu_to_le32(Z_EROFS_LZMA_MAX_DICT_SIZE) };

	return z_erofs_lzma_decomp.config(NULL, NULL, &most, sizeof(most));
}

static int __init grow_deflate(void)
{
	struct z_erofs_deflate_cfgs most = { .windowbits = 15 };

	return z_erofs_deflate_decomp.config(NULL, NULL, &most, sizeof(most));
}

static int __init grow_zstd(void)
{
	struct z_erofs_zstd_cfgs most = { .windowlog = ilog2(Z_EROFS_ZSTD_MAX_DICT_SIZE) - 10 };

	return z_erofs_zstd_decomp.config(NULL, NULL, &most, sizeof(most));
}

/* The number of blocks that LZ4 may take is used for one of pages; the smallest are of 512 bytes. */
static int __init grow(void)
{
	return z_erofs_gbuf_growsize(Z_EROFS_PCLUSTER_MAX_SIZE >> SECTOR_SHIFT) ?:
		       grow_lzma()                                              ?:
		       grow_deflate()                                           ?:
										  grow_zstd();
}
late_initcall(grow);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
#include "../../../../fs/erofs/compress.h"

/* Says on which device it was asked for so much. */
static struct super_block nobody = { .s_id = "none" };

static int __init grow(void)
{
	struct z_erofs_lzma_cfgs most = { .dict_size = cpu_to_le32(Z_EROFS_LZMA_MAX_DICT_SIZE) };

	return erofs_pcpubuf_growsize(Z_EROFS_PCLUSTER_MAX_SIZE >> SECTOR_SHIFT) ?:
		       z_erofs_load_lzma_config(&nobody, NULL, &most, sizeof(most));
}
late_initcall(grow);
#endif
