// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a schedule did, for shim/host/features.c: one bit for each switch, by the place where a task left off (its innermost return
 * addresses) and by who went on. Different switches may have the same bit.
 */
#include <linux/jhash.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <vitro/host.h>

#include "sched.h"

#define CONTEXT 8

unsigned long *vitro_switch_map;

void vitro_note_switch(const struct task_struct *to)
{
	unsigned long addresses[CONTEXT];
	int count = host_stack(addresses, CONTEXT);
	u32 value = jhash(to->comm, strlen(to->comm), 0);

	value = jhash2((const u32 *)addresses, count * 2, value) % (1U << VITRO_SWITCH_BITS);
	vitro_switch_map[value / BITS_PER_LONG] |= 1UL << value % BITS_PER_LONG;
}
