// SPDX-License-Identifier: GPL-2.0-only
/* An image of ext4, ext3 or ext2, and operations on it, as targets/fs/fs.h says. Where it is damaged it may ask for a panic, and gets none. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(ext4_rw, "ext4", "errors=continue", 1024 << 10);
