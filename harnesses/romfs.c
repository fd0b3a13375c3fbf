// SPDX-License-Identifier: GPL-2.0-only
/* An image of romfs, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(romfs, "romfs", NULL, 256 << 10);
