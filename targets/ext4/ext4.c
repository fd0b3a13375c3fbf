// SPDX-License-Identifier: GPL-2.0-only
/* The beginning and the end of an input of ext4. */
#include "../../../../fs/ext4/ext4.h"
#include "../fs/fs.h"
#include "ext4.h"

int vitro_ext4_setup(void)
{
	vitro_ext4_unload();
	return vitro_fs_setup();
}

void vitro_ext4_load(void)
{
	if (ext4_init_mballoc())
		panic("ext4: no caches");
}

void vitro_ext4_unload(void)
{
	ext4_exit_mballoc();
}
