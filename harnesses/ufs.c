// SPDX-License-Identifier: GPL-2.0-only
/* An image of UFS1 of BSD, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(ufs, "ufs", "ufstype=44bsd", 512 << 10);
