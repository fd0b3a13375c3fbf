// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timers on the virtual clock (kernel/time/timer.c): one fires in softirq context on the CPU that armed it, when the
 * clock has reached it. Equal expiry fires in order of arming.
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

static HLIST_HEAD(armed);
static struct timer_list *firing[NR_CPUS];

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

static unsigned int cpu_of(const struct timer_list *timer)
{
	return timer->flags & TIMER_CPUMASK;
}

static void set_cpu(struct timer_list *timer, unsigned int cpu)
{
	timer->flags = (timer->flags & ~TIMER_CPUMASK) | cpu;
}

static unsigned int period_of(const struct timer_list *timer)
{
	return timer->flags >> PERIOD_SHIFT;
}

static void set_period(struct timer_list *timer, unsigned int number)
{
	timer->flags = (timer->flags & (BIT(PERIOD_SHIFT) - 1)) | number << PERIOD_SHIFT;
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

	hlist_for_each_entry(timer, &armed, entry) {
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

/* A timer that was shut down has no function, and stays that way. Arming comes before firing. */
static int arm_on(struct timer_list *timer, unsigned long expires, unsigned int cpu)
{
	int pending = disarm(timer);

	if (!timer->function)
		return 0;
	host_release(timer);
	timer->expires = expires;
	set_period(timer, period);
	set_cpu(timer, cpu);
	insert(timer);
	vitro_switch_point();
	return pending;
}

static int arm(struct timer_list *timer, unsigned long expires)
{
	return arm_on(timer, expires, vitro_cpu);
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
	BUG_ON(timer_pending(timer));
	arm_on(timer, timer->expires, cpu);
}

int timer_delete(struct timer_list *timer)
{
	vitro_switch_point();
	return disarm(timer);
}

static bool fires(const struct timer_list *timer)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (firing[cpu] == timer)
			return true;
	return false;
}

int try_to_del_timer_sync(struct timer_list *timer)
{
	vitro_switch_point();
	if (fires(timer))
		return -1;
	host_acquire(timer);
	return disarm(timer);
}

/* On the CPU that runs the function it can only be the function itself: a softirq is not left for a task there. */
int timer_delete_sync(struct timer_list *timer)
{
	int pending;

	if (firing[vitro_cpu] == timer)
		vitro_finding(HOST_HANG, "timer_delete_sync from the timer's own function %ps",
			      timer->function);
	if (in_hardirq() && !(timer->flags & TIMER_IRQSAFE))
		vitro_finding(HOST_MISUSE, "WARNING: timer_delete_sync of %ps in hardirq context",
			      timer->function);
	while ((pending = try_to_del_timer_sync(timer)) < 0)
		cpu_relax();
	return pending;
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

/* The function may free its timer. */
static void call(void *argument)
{
	struct timer_list *timer = argument, **running = &firing[vitro_cpu];

	*running = timer;
	timer->function(timer);
	host_release(timer);
	*running = NULL;
}

static void fire(struct timer_list *timer)
{
	disarm(timer);
	note_fired(timer);
	host_acquire(timer);
	vitro_in_softirq(call, timer);
}

bool vitro_timer_run(unsigned int cpu)
{
	struct timer_list *timer;

	hlist_for_each_entry(timer, &armed, entry) {
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

	hlist_for_each_entry(timer, &armed, entry) {
		if (!vitro_cpu_is_free(cpu_of(timer)))
			continue;
		*when = vitro_time_of_jiffies(timer->expires);
		*cpu = cpu_of(timer);
		return 0;
	}
	return -ENOENT;
}

/* kfree() of memory with a timer in it that would still fire. */
const void *vitro_timer_within(const void *start, unsigned long size)
{
	struct timer_list *timer;

	hlist_for_each_entry(timer, &armed, entry)
		if ((unsigned long)timer - (unsigned long)start < size)
			return timer->function;
	return NULL;
}

/* A timer that arms itself again is of a later period by then. */
bool vitro_timer_armed_in(unsigned int wanted)
{
	struct timer_list *timer;

	hlist_for_each_entry(timer, &armed, entry)
		if (period_of(timer) == wanted)
			return true;
	return false;
}

unsigned int vitro_timer_current_period(void)
{
	return period;
}
