// SPDX-License-Identifier: GPL-2.0-only
/* An image of FAT12, FAT16 or FAT32, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(vfat, "vfat", NULL, 512 << 10);
