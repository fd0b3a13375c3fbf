// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timers on the virtual clock (kernel/time/timer.c): arming and disarming. One fires in softirq context on the CPU that armed it, when
 * the clock has reached it (timer_fire.c). Equal expiry fires in order of arming.
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/timer.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"
#include "timer.h"
#include "trail.h"

HLIST_HEAD(vitro_timers);
struct timer_list *vitro_timer_firing[NR_CPUS];

static void set_cpu(struct timer_list *timer, unsigned int cpu)
{
	timer->flags = (timer->flags & ~TIMER_CPUMASK) | cpu;
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

	hlist_for_each_entry(other, &vitro_timers, entry) {
		if (time_after(other->expires, timer->expires))
			break;
		behind = &other->entry;
	}
	if (behind)
		hlist_add_behind(&timer->entry, behind);
	else
		hlist_add_head(&timer->entry, &vitro_timers);
}

int vitro_timer_disarm(struct timer_list *timer)
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
	int pending = vitro_timer_disarm(timer);

	if (!timer->function)
		return 0;
	host_release(timer);
	vitro_trail_leave(timer);
	timer->expires = expires;
	vitro_timer_set_period(timer, vitro_timer_current_period());
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
	return vitro_timer_disarm(timer);
}

static bool fires(const struct timer_list *timer)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (vitro_timer_firing[cpu] == timer)
			return true;
	return false;
}

int try_to_del_timer_sync(struct timer_list *timer)
{
	vitro_switch_point();
	if (fires(timer))
		return -1;
	host_acquire(timer);
	return vitro_timer_disarm(timer);
}

/* On the CPU that runs the function it can only be the function itself: a softirq is not left for a task there. */
int timer_delete_sync(struct timer_list *timer)
{
	int pending;

	if (vitro_timer_firing[vitro_cpu] == timer)
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
	int pending = vitro_timer_disarm(timer);

	timer->function = NULL;
	return pending;
}

int timer_shutdown_sync(struct timer_list *timer)
{
	int pending = timer_delete_sync(timer);

	timer->function = NULL;
	return pending;
}
