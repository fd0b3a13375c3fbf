// SPDX-License-Identifier: GPL-2.0-only
/* An image of UDF, and operations on it, as targets/fs/fs.h says. */
#include "../targets/fs/fs.h"

VITRO_FS_OPERATE(udf_rw, "udf", NULL, 512 << 10);
