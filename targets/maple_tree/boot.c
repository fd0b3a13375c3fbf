// SPDX-License-Identifier: GPL-2.0-only
/* What start_kernel() does for maple trees: their cache of nodes. */
#include <linux/init.h>
#include <linux/maple_tree.h>
#include <vitro/harness.h>

static int __init boot_maple_tree(void)
{
	maple_tree_init();
	return 0;
}
VITRO_BOOT_CALL(boot_maple_tree);
