// SPDX-License-Identifier: GPL-2.0-only
/* Sleeping for a time (kernel/time/sleep_timeout.c and its kin), on timers; and rounding such times. */
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/timer.h>

/* To the nearest full second, up from a quarter of one; what would lie in the past stays as it is. */
unsigned long round_jiffies(unsigned long when)
{
	unsigned long past = when % HZ, rounded = when - past + (past < HZ / 4 ? 0 : HZ);

	return time_after(rounded, jiffies) ? rounded : when;
}

unsigned long round_jiffies_relative(unsigned long delta)
{
	return round_jiffies(jiffies + delta) - jiffies;
}

/* To the next full second, unless that would lie in the past. */
unsigned long round_jiffies_up(unsigned long when)
{
	unsigned long rounded = roundup(when, HZ);

	return time_after(rounded, jiffies) ? rounded : when;
}

struct sleeper {
	struct timer_list timer;
	struct task_struct *task;
};

static void wake_sleeper(struct timer_list *timer)
{
	struct sleeper *sleeper = from_timer(sleeper, timer, timer);

	wake_up_process(sleeper->task);
}

long schedule_timeout(long timeout)
{
	unsigned long expires = jiffies + timeout;
	struct sleeper sleeper = { .task = current };

	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		schedule();
		return timeout;
	}
	timer_setup_on_stack(&sleeper.timer, wake_sleeper, 0);
	mod_timer(&sleeper.timer, expires);
	schedule();
	timer_delete(&sleeper.timer);
	return max_t(long, expires - jiffies, 0);
}

long schedule_timeout_uninterruptible(long timeout)
{
	__set_current_state(TASK_UNINTERRUPTIBLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_interruptible(long timeout)
{
	__set_current_state(TASK_INTERRUPTIBLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_killable(long timeout)
{
	__set_current_state(TASK_KILLABLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_idle(long timeout)
{
	__set_current_state(TASK_IDLE);
	return schedule_timeout(timeout);
}

void msleep(unsigned int msecs)
{
	long timeout = msecs_to_jiffies(msecs) + 1;

	while (timeout)
		timeout = schedule_timeout_uninterruptible(timeout);
}

unsigned long msleep_interruptible(unsigned int msecs)
{
	long timeout = msecs_to_jiffies(msecs) + 1;

	while (timeout && !signal_pending(current))
		timeout = schedule_timeout_interruptible(timeout);
	return jiffies_to_msecs(timeout);
}

void usleep_range_state(unsigned long min, unsigned long max, unsigned int state)
{
	ktime_t expires = ktime_add_us(ktime_get(), min);
	u64 slack = (u64)(max - min) * NSEC_PER_USEC;

	do {
		__set_current_state(state);
	} while (schedule_hrtimeout_range(&expires, slack, HRTIMER_MODE_ABS));
}
