// SPDX-License-Identifier: GPL-2.0-only
/* An image of BeFS, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(befs, "befs", "iocharset=utf8", 512 << 10);
