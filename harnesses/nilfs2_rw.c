// SPDX-License-Identifier: GPL-2.0-only
/* An image of NILFS2, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(nilfs2_rw, "nilfs2", NULL, 1024 << 10);
