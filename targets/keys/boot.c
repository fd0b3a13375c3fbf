// SPDX-License-Identifier: GPL-2.0-only
/* What start_kernel() does for credentials and keys. */
#include <linux/cred.h>
#include <linux/key.h>
#include <vitro/harness.h>

static int __init boot_keys(void)
{
	cred_init();
	key_init();
	return 0;
}
VITRO_BOOT_CALL(boot_keys);
