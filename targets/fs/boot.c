// SPDX-License-Identifier: GPL-2.0-only
/* What start_kernel() does for filesystems on block devices. */
#include <linux/buffer_head.h>
#include <linux/init.h>
#include <vitro/harness.h>

static int __init boot_fs(void)
{
	buffer_init();
	return 0;
}
VITRO_BOOT_CALL(boot_fs);
