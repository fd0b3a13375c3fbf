// SPDX-License-Identifier: GPL-2.0-only
/* An image of OFS or FFS, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(affs, "affs", NULL, 512 << 10);
