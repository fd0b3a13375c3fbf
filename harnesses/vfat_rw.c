// SPDX-License-Identifier: GPL-2.0-only
/* An image of FAT12, FAT16 or FAT32, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(vfat_rw, "vfat", NULL, 512 << 10);
