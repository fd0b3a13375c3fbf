/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VITRO_HFSPLUS_BITMAP_H
#define VITRO_HFSPLUS_BITMAP_H

/*
 * Give back the references to pages of the bitmap that the kernel has taken and forgotten (docs/bugs/hfsplus-bitmap-page-leak.md), or no
 * input that writes would get beyond them. Before the volume is unmounted.
 */
void vitro_hfsplus_put_bitmap(void);

#endif
