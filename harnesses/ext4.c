// SPDX-License-Identifier: GPL-2.0-only
/* An image of ext4, ext3 or ext2, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(ext4, "ext4", NULL, 1024 << 10);
