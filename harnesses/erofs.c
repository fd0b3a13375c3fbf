// SPDX-License-Identifier: GPL-2.0-only
/* An image of EROFS, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(erofs, "erofs", NULL, 256 << 10);
