// SPDX-License-Identifier: GPL-2.0-only
/* An image of OMFS, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(omfs, "omfs", NULL, 512 << 10);
