// SPDX-License-Identifier: GPL-2.0-only
/* An image of Btrfs, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(btrfs, "btrfs", NULL, 16384 << 10);
