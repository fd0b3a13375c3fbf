// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the shim asks of high resolution timers, which are the real kernel/time/hrtimer.c: which are armed, by whom, and
 * is one in memory that goes?
 */
#include <linux/hrtimer.h>
#include <linux/kcsan-checks.h>
#include <linux/timerqueue.h>
#include <vitro/host.h>

#include "../../../kernel/time/tick-internal.h"

#include "internal.h"
#include "sched.h"

/*
 * What bring-up has armed is there for each input, at the same time; an input may have let it fire, which for a
 * timer that arms itself again moves it.
 */
#define KEPT_MAX 64

static struct kept {
	struct hrtimer *timer;
	ktime_t expires;
	unsigned int cpu;
} kept[KEPT_MAX];
static unsigned int kept_count;

typedef bool visit(const struct hrtimer *timer, void *data);

static const struct hrtimer *find_on(const struct hrtimer_clock_base *base, visit *wanted,
				     void *data)
{
	struct timerqueue_node *node = timerqueue_getnext((void *)&base->active);

	for (; node; node = timerqueue_iterate_next(node)) {
		const struct hrtimer *timer = container_of(node, struct hrtimer, node);

		if (wanted(timer, data))
			return timer;
	}
	return NULL;
}

/* The first that is armed and @wanted. Who looks takes no lock, and is nobody that a kernel would have. */
static const struct hrtimer *find(visit *wanted, void *data)
{
	const struct hrtimer *timer = NULL;
	unsigned int cpu;

	kcsan_disable_current();
	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		const struct hrtimer_cpu_base *base = &per_cpu(hrtimer_bases, cpu);
		unsigned long active = base->active_bases;

		for (; active && !timer; active &= active - 1)
			timer = find_on(&base->clock_base[__ffs(active)], wanted, data);
	}
	kcsan_enable_current();
	return timer;
}

static u64 expires_at(const struct hrtimer *timer)
{
	return hrtimer_get_expires(timer) - timer->base->offset;
}

static const struct kept *kept_of(const struct hrtimer *timer)
{
	const struct kept *one;

	for (one = kept; one < kept + kept_count; one++)
		if (one->timer == timer)
			return one;
	return NULL;
}

/* ---- Of an input ---- */

static bool is_later(const struct hrtimer *timer, void *last)
{
	if (!kept_of(timer))
		*(u64 *)last = max(*(u64 *)last, expires_at(timer));
	return false;
}

u64 vitro_hrtimer_last(void)
{
	u64 last = 0;

	find(is_later, &last);
	return last;
}

static bool is_until(const struct hrtimer *timer, void *until)
{
	return !kept_of(timer) && expires_at(timer) <= *(u64 *)until;
}

bool vitro_hrtimer_armed_until(u64 until)
{
	return find(is_until, &until);
}

void vitro_check_hrtimers(void)
{
	u64 ever = U64_MAX;
	const struct hrtimer *timer = find(is_until, &ever);

	if (timer)
		vitro_finding(HOST_LEAK, "hrtimer %ps is armed when the input has ended",
			      timer->function);
}

/* ---- Of bring-up ---- */

static bool keep(const struct hrtimer *timer, void *unused)
{
	if (kept_count == KEPT_MAX)
		vitro_finding(HOST_HOLE, "bring-up arms more than %d hrtimers", KEPT_MAX);
	kept[kept_count++] = (struct kept){
		.timer = (void *)timer,
		.expires = hrtimer_get_expires(timer),
		.cpu = timer->base->cpu_base->cpu,
	};
	return false;
}

void vitro_hrtimer_keep(void)
{
	find(keep, NULL);
	vitro_tick_keep();
}

static bool is_as_kept(const struct kept *one)
{
	return hrtimer_is_queued(one->timer) && hrtimer_get_expires(one->timer) == one->expires &&
	       one->timer->base->cpu_base->cpu == one->cpu;
}

void vitro_hrtimer_reset(void)
{
	const struct kept *one;
	int cpu = vitro_cpu;

	for (one = kept; one < kept + kept_count; one++) {
		if (is_as_kept(one))
			continue;
		vitro_cpu = one->cpu;
		hrtimer_start(one->timer, one->expires,
			      one->timer->is_soft ? HRTIMER_MODE_ABS_PINNED_SOFT :
						    HRTIMER_MODE_ABS_PINNED);
	}
	vitro_cpu = cpu;
	vitro_tick_reset();
}

/* ---- Of memory ---- */

struct extent {
	const void *start;
	unsigned long size;
};

static bool lies_in(const struct hrtimer *timer, void *data)
{
	const struct extent *extent = data;

	return (unsigned long)timer - (unsigned long)extent->start < extent->size;
}

const void *vitro_hrtimer_within(const void *start, unsigned long size, const void **function)
{
	struct extent extent = { start, size };
	const struct hrtimer *timer = find(lies_in, &extent);

	if (timer)
		*function = timer->function;
	return timer;
}
