// SPDX-License-Identifier: GPL-2.0-only
/* An image of the filesystem of QNX 4, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(qnx4, "qnx4", NULL, 512 << 10);
