// SPDX-License-Identifier: GPL-2.0-only
/* An image of ext4, ext3 or ext2 is mounted read-only, everything in it is looked at, and nothing of it may be left. */
#include <vitro/harness.h>

#include "../targets/fs/fs.h"

static int run(const u8 *data, size_t size)
{
	return vitro_fs_walk_input("ext4", NULL, data, size);
}

VITRO_HARNESS(ext4, .setup = vitro_fs_setup, .run = run, .max_size = (1 << 20) + 511);
