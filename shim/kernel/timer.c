// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timers on the virtual clock (kernel/time/timer.c): one fires when somebody waits and nothing else is left to
 * run; the clock then jumps to it. Equal expiry fires in order of arming. A timer that its own function does
 * not arm again is gone after one firing.
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <vitro/host.h>

#include "internal.h"

static HLIST_HEAD(armed);
static struct timer_list *firing;

/*
 * The upper bits of a timer's flags, where the real wheel keeps its index, say in which period it was armed: each
 * input is one, and what comes after it is another.
 */
#define PERIOD_SHIFT 22
static unsigned int period;

void vitro_timer_period(void)
{
	period++;
}

static unsigned int period_of(const struct timer_list *timer)
{
	return timer->flags >> PERIOD_SHIFT;
}

static void set_period(struct timer_list *timer, unsigned int number)
{
	timer->flags = (timer->flags & (BIT(PERIOD_SHIFT) - 1)) | number << PERIOD_SHIFT;
}

/* When the numbers run out they start again, and what is armed by then is older than them all. */
void vitro_timer_reset(void)
{
	struct timer_list *timer;

	vitro_timer_period();
	if (period < BIT(32 - PERIOD_SHIFT) - 8)
		return;
	hlist_for_each_entry(timer, &armed, entry)
		set_period(timer, 0);
	period = 1;
}

void init_timer_key(struct timer_list *timer, void (*function)(struct timer_list *),
		    unsigned int flags, const char *name, struct lock_class_key *key)
{
	timer->entry.pprev = NULL;
	timer->function = function;
	timer->flags = flags;
}

static void insert(struct timer_list *timer)
{
	struct hlist_node *behind = NULL;
	struct timer_list *other;

	hlist_for_each_entry(other, &armed, entry) {
		if (time_after(other->expires, timer->expires))
			break;
		behind = &other->entry;
	}
	if (behind)
		hlist_add_behind(&timer->entry, behind);
	else
		hlist_add_head(&timer->entry, &armed);
}

static int disarm(struct timer_list *timer)
{
	if (!timer_pending(timer))
		return 0;
	hlist_del(&timer->entry);
	timer->entry.pprev = NULL;
	return 1;
}

/* A timer that was shut down has no function, and stays that way. */
static int arm(struct timer_list *timer, unsigned long expires)
{
	int pending = disarm(timer);

	if (!timer->function)
		return 0;
	timer->expires = expires;
	set_period(timer, period);
	insert(timer);
	return pending;
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	return arm(timer, expires);
}

int mod_timer_pending(struct timer_list *timer, unsigned long expires)
{
	return timer_pending(timer) ? arm(timer, expires) : 0;
}

int timer_reduce(struct timer_list *timer, unsigned long expires)
{
	if (timer_pending(timer) && time_before_eq(timer->expires, expires))
		return 1;
	return arm(timer, expires);
}

void add_timer(struct timer_list *timer)
{
	BUG_ON(timer_pending(timer));
	arm(timer, timer->expires);
}

void add_timer_on(struct timer_list *timer, int cpu)
{
	add_timer(timer);
}

int timer_delete(struct timer_list *timer)
{
	return disarm(timer);
}

int try_to_del_timer_sync(struct timer_list *timer)
{
	return firing == timer ? -1 : disarm(timer);
}

int timer_delete_sync(struct timer_list *timer)
{
	if (firing == timer)
		vitro_finding(HOST_HANG, "timer_delete_sync from the timer's own function %ps",
			      timer->function);
	return disarm(timer);
}

int timer_shutdown(struct timer_list *timer)
{
	int pending = disarm(timer);

	timer->function = NULL;
	return pending;
}

int timer_shutdown_sync(struct timer_list *timer)
{
	int pending = timer_delete_sync(timer);

	timer->function = NULL;
	return pending;
}

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

static void call(void *timer)
{
	((struct timer_list *)timer)->function(timer);
}

static void fire(struct timer_list *timer)
{
	struct timer_list *before = firing;

	disarm(timer);
	vitro_time_advance(timer->expires);
	firing = timer;
	vitro_in_softirq(call, timer);
	firing = before;
}

bool vitro_run_timer(void)
{
	if (hlist_empty(&armed))
		return false;
	fire(hlist_entry(armed.first, struct timer_list, entry));
	return true;
}

/* A timer that arms itself again is of a later period by then. */
bool vitro_run_timer_of(unsigned int wanted)
{
	struct timer_list *timer;

	hlist_for_each_entry(timer, &armed, entry) {
		if (period_of(timer) != wanted)
			continue;
		fire(timer);
		return true;
	}
	return false;
}

unsigned int vitro_timer_current_period(void)
{
	return period;
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

void msleep(unsigned int msecs)
{
	long timeout = msecs_to_jiffies(msecs) + 1;

	while (timeout)
		timeout = schedule_timeout_uninterruptible(timeout);
}
