// SPDX-License-Identifier: GPL-2.0-only
/* The virtual clock goes on: to what expires next, when nobody can run before that. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/ktime.h>

#include "internal.h"

/* What happens next in time: an interrupt of a CPU's clock event device, or a timer. */
struct event {
	u64 when;
	unsigned int cpu;
	bool is_tick;
};

static bool find_next(struct event *event)
{
	u64 when;
	unsigned int cpu;

	event->is_tick = !vitro_tick_next(&event->when, &event->cpu);
	if (vitro_timer_next(&when, &cpu) || (event->is_tick && event->when <= when))
		return event->is_tick;
	event->is_tick = false;
	event->when = when;
	event->cpu = cpu;
	return true;
}

static void happen(const struct event *event)
{
	if (event->is_tick)
		vitro_irq_raise(event->cpu, VITRO_IRQ_CLOCK);
	else
		vitro_softirq_wake(event->cpu);
}

bool vitro_clock_advance(void)
{
	struct event event;

	if (vitro_tasklet_poke())
		return true;
	if (!find_next(&event))
		return false;
	vitro_time_advance(event.when);
	happen(&event);
	return true;
}

void vitro_clock_steal(void)
{
	struct event event;

	if (vitro_tasklet_poke() || !find_next(&event))
		return;
	vitro_time_steal(event.when);
	happen(&event);
}

void vitro_clock_passed(void)
{
	struct event event;

	if (find_next(&event) && event.when <= ktime_get())
		happen(&event);
}
