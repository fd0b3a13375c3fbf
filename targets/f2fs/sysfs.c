// SPDX-License-Identifier: GPL-2.0-only
/*
 * In place of fs/f2fs/sysfs.c: there is no sysfs here that attributes could be in, and where there is no procfs it gives up, and with it
 * the filesystem (docs/bugs/f2fs-needs-procfs.md).
 */
#include <linux/init.h>

struct f2fs_sb_info;

int f2fs_init_sysfs(void);
void f2fs_exit_sysfs(void);
int f2fs_register_sysfs(struct f2fs_sb_info *sbi);
void f2fs_unregister_sysfs(struct f2fs_sb_info *sbi);

int __init f2fs_init_sysfs(void)
{
	return 0;
}

void f2fs_exit_sysfs(void)
{
}

int f2fs_register_sysfs(struct f2fs_sb_info *sbi)
{
	return 0;
}

void f2fs_unregister_sysfs(struct f2fs_sb_info *sbi)
{
}
