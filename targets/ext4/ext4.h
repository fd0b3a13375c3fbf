/* SPDX-License-Identifier: GPL-2.0-only */
/* What harnesses of ext4 share. */
#ifndef VITRO_EXT4_H
#define VITRO_EXT4_H

/* Disks, and ext4 without the part that is loaded for each input. Once, at set-up. Return: 0 or -errno. */
int vitro_ext4_setup(void);

/*
 * The block allocator, as when the module is loaded and unloaded: a mount makes a cache for the block size that it
 * sees and leaves it to the unloading.
 */
void vitro_ext4_load(void);
void vitro_ext4_unload(void);

#endif
