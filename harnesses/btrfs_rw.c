// SPDX-License-Identifier: GPL-2.0-only
/* An image of Btrfs, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(btrfs_rw, "btrfs", NULL, 16384 << 10);
