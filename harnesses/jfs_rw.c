// SPDX-License-Identifier: GPL-2.0-only
/* An image of JFS, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(jfs_rw, "jfs", NULL, 16384 << 10);
