// SPDX-License-Identifier: GPL-2.0-only
/* An image of FAT, without long names, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(msdos, "msdos", NULL, 512 << 10);
