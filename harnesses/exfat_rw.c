// SPDX-License-Identifier: GPL-2.0-only
/* An image of exFAT, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(exfat_rw, "exfat", NULL, 512 << 10);
