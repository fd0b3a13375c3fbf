// SPDX-License-Identifier: GPL-2.0-only
/* What start_kernel() does for XArrays: their cache of nodes. */
#include <linux/init.h>
#include <linux/radix-tree.h>
#include <vitro/harness.h>

static int __init boot_xarray(void)
{
	radix_tree_init();
	return 0;
}
VITRO_BOOT_CALL(boot_xarray);
