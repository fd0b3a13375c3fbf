// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ioctl.h>
#include <linux/kernel.h>
#include <uapi/linux/udf_fs_i.h>

#include "../fs/operate.h"

const unsigned int vitro_fs_ioctls[] = {
	UDF_GETEASIZE,
	UDF_GETEABLOCK,
	UDF_GETVOLIDENT,
	UDF_RELOCATE_BLOCKS,
};
const unsigned int vitro_fs_ioctl_count = ARRAY_SIZE(vitro_fs_ioctls);
