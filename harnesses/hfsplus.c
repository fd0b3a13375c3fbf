// SPDX-License-Identifier: GPL-2.0-only
/* An image of HFS+, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(hfsplus, "hfsplus", NULL, 1024 << 10);
