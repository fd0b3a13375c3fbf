// SPDX-License-Identifier: GPL-2.0-only
/* An image of F2FS, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(f2fs_rw, "f2fs", NULL, 65536 << 10);
