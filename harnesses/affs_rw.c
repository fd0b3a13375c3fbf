// SPDX-License-Identifier: GPL-2.0-only
/* An image of OFS or FFS, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(affs_rw, "affs", NULL, 512 << 10);
