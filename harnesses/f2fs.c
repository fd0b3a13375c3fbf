// SPDX-License-Identifier: GPL-2.0-only
/* An image of F2FS, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(f2fs, "f2fs", NULL, 65536 << 10);
