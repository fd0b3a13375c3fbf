// SPDX-License-Identifier: GPL-2.0-only
/* What start_kernel() does for processes: caches of descriptor tables (kernel/fork.c) and of signals. */
#include <linux/fdtable.h>
#include <linux/init.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <vitro/harness.h>

struct kmem_cache *files_cachep;

static int __init boot_process(void)
{
	files_cachep = KMEM_CACHE(files_struct, SLAB_PANIC);
	signals_init();
	return 0;
}
VITRO_BOOT_CALL(boot_process);
