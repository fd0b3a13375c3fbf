// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ioctl.h>
#include <linux/kernel.h>
#include <uapi/linux/msdos_fs.h>

#include "../fs/operate.h"

const unsigned int vitro_fs_ioctls[] = {
	VFAT_IOCTL_READDIR_BOTH,  VFAT_IOCTL_READDIR_SHORT, FAT_IOCTL_GET_ATTRIBUTES,
	FAT_IOCTL_SET_ATTRIBUTES, FAT_IOCTL_GET_VOLUME_ID,
};
const unsigned int vitro_fs_ioctl_count = ARRAY_SIZE(vitro_fs_ioctls);
