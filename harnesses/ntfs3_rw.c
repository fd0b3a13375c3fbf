// SPDX-License-Identifier: GPL-2.0-only
/* An image of NTFS, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(ntfs3_rw, "ntfs3", "iocharset=utf8,acl,sparse", 4096 << 10);
