/* SPDX-License-Identifier: GPL-2.0-only */
/* Timers: timer.c arms and disarms them, timer_fire.c has what time does to them. */
#ifndef VITRO_TIMER_H
#define VITRO_TIMER_H

#include <linux/timer.h>

/* Armed ones, who fires first comes first. */
extern struct hlist_head vitro_timers;

/* Whose function runs on each CPU. */
extern struct timer_list *vitro_timer_firing[NR_CPUS];

/*
 * The upper bits of a timer's flags, where the real wheel keeps its index, say in which period it was armed: each
 * input is one, and what comes after it is another.
 */
#define VITRO_PERIOD_SHIFT 22

static inline void vitro_timer_set_period(struct timer_list *timer, unsigned int number)
{
	timer->flags =
		(timer->flags & (BIT(VITRO_PERIOD_SHIFT) - 1)) | number << VITRO_PERIOD_SHIFT;
}

/* It is not armed any more. Return: whether it was. */
int vitro_timer_disarm(struct timer_list *timer);

#endif
