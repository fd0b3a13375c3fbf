// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sleeping until a time (kernel/time/hrtimer.c), to the next jiffy, as without high resolution timers.
 */
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/sched.h>

static unsigned long jiffies_until(ktime_t expires, enum hrtimer_mode mode)
{
	s64 left = mode & HRTIMER_MODE_REL ? expires : ktime_sub(expires, ktime_get());

	return left > 0 ? nsecs_to_jiffies(left + TICK_NSEC - 1) : 0;
}

int schedule_hrtimeout_range(ktime_t *expires, u64 slack, const enum hrtimer_mode mode)
{
	if (!expires) {
		schedule();
		return -EINTR;
	}
	return schedule_timeout(jiffies_until(*expires, mode)) ? -EINTR : 0;
}
