// SPDX-License-Identifier: GPL-2.0-only
/* What driver_init() does, without devtmpfs and the buses that nobody here uses. */
#include <linux/async.h>
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/platform_device.h>
#include <linux/version.h>
#include <vitro/harness.h>

#include "../../../../drivers/base/base.h"

/* kernel/ksysfs.c: /sys/kernel. */
struct kobject *kernel_kobj;

static int __init boot_driver_core(void)
{
	kernel_kobj = kobject_create_and_add("kernel", NULL);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
	async_init();
#endif
	devices_init();
	buses_init();
	classes_init();
	platform_bus_init();
	return 0;
}
VITRO_BOOT_CALL(boot_driver_core);
