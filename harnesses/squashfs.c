// SPDX-License-Identifier: GPL-2.0-only
/* An image of SquashFS, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(squashfs, "squashfs", NULL, 256 << 10);
