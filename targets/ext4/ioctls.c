// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ioctl.h>
#include <linux/kernel.h>
#include <linux/fiemap.h>

#if __has_include(<uapi/linux/ext4.h>)
#include <uapi/linux/ext4.h>
#else
#include "../../../../fs/ext4/ext4.h"
#endif
#include "../fs/operate.h"

const unsigned int vitro_fs_ioctls[] = {
	EXT4_IOC_GETVERSION,     EXT4_IOC_SETVERSION,    EXT4_IOC_GETRSVSZ,
	EXT4_IOC_SETRSVSZ,       EXT4_IOC_GROUP_EXTEND,  EXT4_IOC_GROUP_ADD,
	EXT4_IOC_MIGRATE,        EXT4_IOC_ALLOC_DA_BLKS, EXT4_IOC_MOVE_EXT,
	EXT4_IOC_RESIZE_FS,      EXT4_IOC_SWAP_BOOT,     EXT4_IOC_PRECACHE_EXTENTS,
	EXT4_IOC_CLEAR_ES_CACHE, EXT4_IOC_GETSTATE,      EXT4_IOC_GET_ES_CACHE,
	EXT4_IOC_CHECKPOINT,     EXT4_IOC_GETFSUUID,     EXT4_IOC_SETFSUUID,
	EXT4_IOC_SHUTDOWN,
};
const unsigned int vitro_fs_ioctl_count = ARRAY_SIZE(vitro_fs_ioctls);
