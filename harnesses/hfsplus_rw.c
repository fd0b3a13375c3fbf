// SPDX-License-Identifier: GPL-2.0-only
/* An image of HFS+, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(hfsplus_rw, "hfsplus", NULL, 1024 << 10);
