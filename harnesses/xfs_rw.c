// SPDX-License-Identifier: GPL-2.0-only
/* An image of XFS, and operations on it, as targets/fs/fs.h says. Its table of mounted UUIDs would stay until the module goes. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(xfs_rw, "xfs", "nouuid", 16384 << 10);
