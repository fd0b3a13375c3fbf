// SPDX-License-Identifier: GPL-2.0-only
/* What an architecture does for the archive that its boot loader has left in memory. */
#include <linux/init.h>
#include <linux/types.h>
#include <linux/initrd.h>
#include <linux/slab.h>

void free_initrd_mem(unsigned long start, unsigned long end)
{
	kfree((void *)start);
}
