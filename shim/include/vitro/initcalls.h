/* SPDX-License-Identifier: GPL-2.0-only */
/* Initcalls of one level, for who is to have them called again. */
#ifndef VITRO_INITCALLS_H
#define VITRO_INITCALLS_H

#include <linux/init.h>
#include <linux/types.h>

/* include/asm-generic/vmlinux.lds.h: where those of rootfs_initcall() begin, and those of device_initcall(). */
extern initcall_t __initcallrootfs_start[], __initcall6_start[];

/* Call what is between @start and @end, as do_initcalls() does. */
void vitro_run_initcalls(initcall_t *start, initcall_t *end);

#endif
