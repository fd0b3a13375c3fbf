// SPDX-License-Identifier: GPL-2.0-only
/* An image of UDF, walked as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_WALK(udf, "udf", NULL, 512 << 10);
