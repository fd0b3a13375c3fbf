// SPDX-License-Identifier: GPL-2.0-only
/*
 * migrate_disable(): a task is never taken to another CPU, so nothing has to be kept from it. They are counted, as the real ones do: one that
 * was not disabled is a WARNING there, too.
 */
#include <linux/bug.h>
#include <linux/preempt.h>
#include <linux/sched.h>

void migrate_disable(void)
{
	current->migration_disabled++;
}

void migrate_enable(void)
{
	if (WARN_ON_ONCE(!current->migration_disabled))
		return;
	current->migration_disabled--;
}
