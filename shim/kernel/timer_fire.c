// SPDX-License-Identifier: GPL-2.0-only
/*
 * What time does to timers: they fire; those that an input has armed are told from those that bring-up has armed, which are
 * there again for the next input.
 */
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/timer.h>
#include <vitro/host.h>

#include "internal.h"
#include "timer.h"

static unsigned int period;

void vitro_timer_period(void)
{
	period++;
}

static unsigned int cpu_of(const struct timer_list *timer)
{
	return timer->flags & TIMER_CPUMASK;
}

static unsigned int period_of(const struct timer_list *timer)
{
	return timer->flags >> VITRO_PERIOD_SHIFT;
}

/*
 * What bring-up has armed is there for each input, at the same time; an input may have let it fire, which for a
 * timer that arms itself again moves it.
 */
#define KEPT_MAX 64

static struct kept {
	struct timer_list *timer;
	unsigned long expires;
	bool fired;
} kept[KEPT_MAX];
static unsigned int kept_count;

void vitro_timer_keep(void)
{
	struct timer_list *timer;

	hlist_for_each_entry(timer, &vitro_timers, entry) {
		if (kept_count == KEPT_MAX)
			vitro_finding(HOST_HOLE, "bring-up arms more than %d timers", KEPT_MAX);
		kept[kept_count++] = (struct kept){ timer, timer->expires };
	}
}

static void note_fired(const struct timer_list *timer)
{
	unsigned int i;

	for (i = 0; i < kept_count; i++)
		if (kept[i].timer == timer)
			kept[i].fired = true;
}

static void restore_kept(void)
{
	struct kept *one;

	for (one = kept; one < kept + kept_count; one++) {
		if (one->fired)
			mod_timer(one->timer, one->expires);
		one->fired = false;
	}
}

/* When the numbers run out they start again, and what is armed by then is older than them all. */
void vitro_timer_reset(void)
{
	struct timer_list *timer;

	restore_kept();
	vitro_timer_period();
	if (period < BIT(32 - VITRO_PERIOD_SHIFT) - 8)
		return;
	hlist_for_each_entry(timer, &vitro_timers, entry)
		vitro_timer_set_period(timer, 0);
	period = 1;
}

/* The function may free its timer. */
static void call(void *argument)
{
	struct timer_list *timer = argument, **running = &vitro_timer_firing[vitro_cpu];

	*running = timer;
	timer->function(timer);
	host_release(timer);
	*running = NULL;
}

static void fire(struct timer_list *timer)
{
	vitro_timer_disarm(timer);
	note_fired(timer);
	host_acquire(timer);
	vitro_in_softirq(call, timer);
}

bool vitro_timer_run(unsigned int cpu)
{
	struct timer_list *timer;

	hlist_for_each_entry(timer, &vitro_timers, entry) {
		if (time_after(timer->expires, jiffies))
			return false;
		if (cpu_of(timer) != cpu)
			continue;
		fire(timer);
		return true;
	}
	return false;
}

int vitro_timer_next(u64 *when, unsigned int *cpu)
{
	struct timer_list *timer;

	hlist_for_each_entry(timer, &vitro_timers, entry) {
		if (!vitro_cpu_is_free(cpu_of(timer)))
			continue;
		*when = vitro_time_of_jiffies(timer->expires);
		*cpu = cpu_of(timer);
		return 0;
	}
	return -ENOENT;
}

/* kfree() of memory with a timer in it that would still fire. */
const void *vitro_timer_within(const void *start, unsigned long size, const void **function)
{
	struct timer_list *timer;

	hlist_for_each_entry(timer, &vitro_timers, entry)
		if ((unsigned long)timer - (unsigned long)start < size) {
			*function = timer->function;
			return timer;
		}
	return NULL;
}

/* A timer that arms itself again is of a later period by then. */
bool vitro_timer_armed_in(unsigned int wanted)
{
	struct timer_list *timer;

	hlist_for_each_entry(timer, &vitro_timers, entry)
		if (period_of(timer) == wanted)
			return true;
	return false;
}

unsigned int vitro_timer_current_period(void)
{
	return period;
}
