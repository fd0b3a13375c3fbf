// SPDX-License-Identifier: GPL-2.0-only
/* An image of NILFS2, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(nilfs2, "nilfs2", NULL, 1024 << 10);
