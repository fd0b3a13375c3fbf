/* SPDX-License-Identifier: GPL-2.0-only */
/* What Btrfs remembers from one mount to the next. */
#ifndef VITRO_BTRFS_H
#define VITRO_BTRFS_H

/* vitro_fs_setup(), and the node of Btrfs' own device. Return: 0 or -errno. */
int vitro_btrfs_setup(void);

/* Have it forget the devices that it has seen and that are not mounted. */
void vitro_btrfs_forget(void);

#endif
