// SPDX-License-Identifier: GPL-2.0-only
/* An image of UFS1 of BSD, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(ufs_rw, "ufs", "ufstype=44bsd", 512 << 10);
