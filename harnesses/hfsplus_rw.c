// SPDX-License-Identifier: GPL-2.0-only
/* An image of HFS+, and operations on it, as targets/fs/fs.h says; what is known to be lost is given back. */
#include "../targets/fs/fs.h"
#include "../targets/fs/operate.h"
#include "../targets/hfsplus/bitmap.h"

static int operate(const char *type, const char *options, const u8 *data, size_t size)
{
	struct vitro_input input = vitro_fs_insert(data, size);

	if (!vitro_fs_mount(type, 0, options)) {
		vitro_fs_operate(&input);
		vitro_fs_walk();
		vitro_hfsplus_put_bitmap();
		vitro_fs_unmount();
	}
	vitro_fs_eject();
	return 0;
}

VITRO_FS_HARNESS(hfsplus_rw, operate, "hfsplus", NULL, 1024 << 10);
