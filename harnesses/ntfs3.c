// SPDX-License-Identifier: GPL-2.0-only
/* An image of NTFS, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(ntfs3, "ntfs3", "iocharset=utf8,acl", 4096 << 10);
