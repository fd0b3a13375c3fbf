// SPDX-License-Identifier: GPL-2.0-only
/* An image of Minix, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(minix_rw, "minix", NULL, 256 << 10);
