// SPDX-License-Identifier: GPL-2.0-only
/* An image of ISO 9660, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(isofs, "iso9660", NULL, 512 << 10);
