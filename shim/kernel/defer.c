// SPDX-License-Identifier: GPL-2.0-only
/* The virtual clock goes on: to what expires next, when nobody can run before that. */
#include <linux/errno.h>
#include <linux/kernel.h>

#include "internal.h"

bool vitro_clock_advance(void)
{
	unsigned int cpu;
	u64 when;

	if (vitro_timer_next(&when, &cpu))
		return false;
	vitro_time_advance(when);
	vitro_softirq_wake(cpu);
	return true;
}
