// SPDX-License-Identifier: GPL-2.0-only
/* An image of FAT, without long names, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(msdos_rw, "msdos", NULL, 512 << 10);
