// SPDX-License-Identifier: GPL-2.0-only
/* An image of exFAT, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(exfat, "exfat", NULL, 512 << 10);
