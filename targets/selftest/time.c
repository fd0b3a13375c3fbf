// SPDX-License-Identifier: GPL-2.0-only
/* The virtual clock. */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>

#include "selftest.h"

CASE(every_input_starts_at_the_same_moment, NULL)
{
	static ktime_t first;
	static unsigned long first_jiffies;

	EXPECT(!first || (first == ktime_get() && first_jiffies == jiffies));
	first = ktime_get();
	first_jiffies = jiffies;
	msleep(12345);
	udelay(7);
}

CASE(stands_still_while_code_runs, NULL)
{
	ktime_t start = ktime_get();
	int i;

	for (i = 0; i < 1000; i++)
		EXPECT(ktime_get() == start);
	EXPECT(start > 0 && ktime_get_real_seconds() > 1500000000);
}

CASE(delays_take_at_least_what_is_asked, NULL)
{
	ktime_t start = ktime_get();

	udelay(50);
	EXPECT(ktime_us_delta(ktime_get(), start) >= 50);
	udelay(HIDDEN(50));
	EXPECT(ktime_us_delta(ktime_get(), start) >= 100);
	ndelay(500);
	EXPECT(ktime_to_ns(ktime_sub(ktime_get(), start)) >= 100500);
	mdelay(30);
	EXPECT(ktime_ms_delta(ktime_get(), start) >= 30);
}

CASE(delays_move_jiffies, NULL)
{
	unsigned long end = jiffies + HZ / 10;
	int i;

	for (i = 0; i < 1000 && time_before(jiffies, end); i++)
		mdelay(1);
	EXPECT(i >= 90 && i <= 110);
}

CASE(all_clocks_move_together, NULL)
{
	ktime_t start = ktime_get(), real = ktime_get_real(), boot = ktime_get_boottime();
	unsigned long ticks = jiffies;

	msleep(1000);
	EXPECT(ktime_ms_delta(ktime_get(), start) >= 1000);
	EXPECT(ktime_sub(ktime_get_real(), real) == ktime_sub(ktime_get(), start));
	EXPECT(ktime_sub(ktime_get_boottime(), boot) == ktime_sub(ktime_get(), start));
	EXPECT(jiffies_to_msecs(jiffies - ticks) == ktime_ms_delta(ktime_get(), start));
	EXPECT(get_jiffies_64() == jiffies);
}

CASE(polling_until_a_timeout, NULL)
{
	unsigned long end = jiffies + HZ;

	while (time_before(jiffies, end))
		cpu_relax();
}
