// SPDX-License-Identifier: GPL-2.0-only
/* High resolution timers, as include/linux/hrtimer.h documents them. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "selftest.h"

static struct hrtimer timer;
static int fired;
static ktime_t fired_at;
static bool in_hard, in_soft, irqs_off;

static enum hrtimer_restart note(struct hrtimer *unused)
{
	fired++;
	fired_at = ktime_get();
	in_hard = in_hardirq();
	in_soft = in_serving_softirq() && !in_hardirq();
	irqs_off = irqs_disabled();
	return HRTIMER_NORESTART;
}

static void prepare(enum hrtimer_restart (*function)(struct hrtimer *timer), enum hrtimer_mode mode)
{
	fired = 0;
	hrtimer_init(&timer, CLOCK_MONOTONIC, mode);
	timer.function = function;
}

CASE(fires_to_the_nanosecond, NULL)
{
	ktime_t start = ktime_get();

	prepare(note, HRTIMER_MODE_REL);
	hrtimer_start(&timer, 1234567, HRTIMER_MODE_REL);
	EXPECT(hrtimer_active(&timer) && hrtimer_get_remaining(&timer) == 1234567);
	schedule_timeout_uninterruptible(2);
	EXPECT(fired == 1 && ktime_sub(fired_at, start) == 1234567);
	EXPECT(!hrtimer_active(&timer));
}

CASE(a_hard_one_runs_in_hardirq_with_interrupts_off, NULL)
{
	prepare(note, HRTIMER_MODE_REL_HARD);
	hrtimer_start(&timer, 1000, HRTIMER_MODE_REL_HARD);
	schedule_timeout_uninterruptible(1);
	EXPECT(fired == 1 && in_hard && irqs_off && !in_soft);
}

CASE(a_soft_one_runs_in_softirq, NULL)
{
	prepare(note, HRTIMER_MODE_REL_SOFT);
	hrtimer_start(&timer, 1000, HRTIMER_MODE_REL_SOFT);
	schedule_timeout_uninterruptible(1);
	EXPECT(fired == 1 && in_soft && !irqs_off);
}

CASE(real_time_is_an_offset, NULL)
{
	ktime_t start = ktime_get();

	fired = 0;
	hrtimer_init(&timer, CLOCK_REALTIME, HRTIMER_MODE_ABS);
	timer.function = note;
	hrtimer_start(&timer, ktime_add_ns(ktime_get_real(), 777), HRTIMER_MODE_ABS);
	schedule_timeout_uninterruptible(1);
	EXPECT(fired == 1 && ktime_sub(fired_at, start) == 777);
}

CASE(a_cancelled_one_does_not_fire, NULL)
{
	prepare(note, HRTIMER_MODE_REL);
	hrtimer_start(&timer, 1000, HRTIMER_MODE_REL);
	EXPECT(hrtimer_try_to_cancel(&timer) == 1);
	EXPECT(hrtimer_cancel(&timer) == 0);
	schedule_timeout_uninterruptible(1);
	EXPECT(!fired);
}

static enum hrtimer_restart again(struct hrtimer *self)
{
	note(self);
	EXPECT(hrtimer_try_to_cancel(self) == -1);
	EXPECT(hrtimer_forward_now(self, 250) == 1);
	return fired < 4 ? HRTIMER_RESTART : HRTIMER_NORESTART;
}

CASE(one_that_restarts_is_forwarded, NULL)
{
	ktime_t start = ktime_get();

	prepare(again, HRTIMER_MODE_REL);
	hrtimer_start(&timer, 250, HRTIMER_MODE_REL);
	schedule_timeout_uninterruptible(1);
	EXPECT(fired == 4 && ktime_sub(fired_at, start) == 1000);
}

CASE(forward_counts_what_was_missed, NULL)
{
	prepare(note, HRTIMER_MODE_ABS);
	hrtimer_set_expires(&timer, ktime_get());
	udelay(10);
	EXPECT(hrtimer_forward_now(&timer, 3000) == 4);
	EXPECT(hrtimer_get_expires(&timer) > ktime_get());
}

CASE(sleeps_to_the_nanosecond, NULL)
{
	ktime_t start = ktime_get(), expires = 54321;

	__set_current_state(TASK_UNINTERRUPTIBLE);
	EXPECT(schedule_hrtimeout(&expires, HRTIMER_MODE_REL) == 0);
	EXPECT(ktime_sub(ktime_get(), start) == 54321);
	usleep_range(100, 200);
	EXPECT(ktime_us_delta(ktime_get(), start) >= 154);
}

CASE(fires_while_preemption_is_off, NULL)
{
	prepare(note, HRTIMER_MODE_REL_HARD);
	preempt_disable();
	hrtimer_start(&timer, 50000, HRTIMER_MODE_REL_HARD);
	while (!READ_ONCE(fired))
		cpu_relax();
	preempt_enable();
}

CASE(does_not_while_interrupts_are, NULL)
{
	prepare(note, HRTIMER_MODE_REL_HARD);
	local_irq_disable();
	hrtimer_start(&timer, 1000, HRTIMER_MODE_REL_HARD);
	udelay(100);
	cpu_relax();
	EXPECT(!fired);
	local_irq_enable();
	cpu_relax();
	EXPECT(fired);
}

static bool drained;

static enum hrtimer_restart note_drained(struct hrtimer *unused)
{
	drained = true;
	return HRTIMER_NORESTART;
}

CASE(what_is_armed_fires_before_the_next_input, NULL)
{
	static bool second_time;

	EXPECT(drained == second_time);
	second_time = true;
	drained = false;
	prepare(note_drained, HRTIMER_MODE_REL);
	hrtimer_start(&timer, NSEC_PER_SEC + 1, HRTIMER_MODE_REL);
}

static struct hrtimer far;

static enum hrtimer_restart each_millisecond(struct hrtimer *self)
{
	if (!hrtimer_active(&far))
		return HRTIMER_NORESTART;
	hrtimer_forward_now(self, NSEC_PER_MSEC);
	return HRTIMER_RESTART;
}

static void tick_until(u64 seconds)
{
	prepare(each_millisecond, HRTIMER_MODE_REL);
	hrtimer_init(&far, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	far.function = note;
	hrtimer_start(&far, seconds * NSEC_PER_SEC, HRTIMER_MODE_REL);
	hrtimer_start(&timer, NSEC_PER_MSEC, HRTIMER_MODE_REL);
}

CASE(many_fire_before_a_far_one, NULL)
{
	tick_until(60);
}

CASE(too_many_fire_before_a_far_one, "hole: more than N timers expire before the input's last")
{
	tick_until(600);
}

static enum hrtimer_restart for_ever(struct hrtimer *self)
{
	hrtimer_forward_now(self, 1000000);
	return HRTIMER_RESTART;
}

CASE(is_never_cancelled, "leak: hrtimer for_ever is armed when the input has ended")
{
	prepare(for_ever, HRTIMER_MODE_REL);
	hrtimer_start(&timer, 1000000, HRTIMER_MODE_REL);
}

static int start_it(void *done)
{
	hrtimer_start(&timer, 1000, HRTIMER_MODE_REL_PINNED);
	complete(done);
	return 0;
}

/* The function has run on another CPU: under TSan, what it wrote may be read now. */
CASE(cancelling_comes_behind_the_function, NULL)
{
	DECLARE_COMPLETION_ONSTACK(done);

	prepare(note, HRTIMER_MODE_REL_PINNED);
	wake_up_process(kthread_create_on_cpu(start_it, &done, 1, "starter/%u"));
	wait_for_completion(&done);
	schedule_timeout_uninterruptible(2);
	EXPECT(!hrtimer_cancel(&timer));
	EXPECT(fired == 1);
}

CASE(freed_while_armed, "misuse: ODEBUG: free active (active state N) object type: hrtimer")
{
	struct hrtimer *own = kmalloc(sizeof(*own), GFP_KERNEL);

	hrtimer_init(own, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	own->function = note;
	hrtimer_start(own, 1000, HRTIMER_MODE_REL);
	kfree(own);
}

static enum hrtimer_restart sleep_there(struct hrtimer *unused)
{
	kfree(kmalloc(8, GFP_KERNEL));
	return HRTIMER_NORESTART;
}

CASE(function_that_sleeps, ATOMIC_SLEEP)
{
	prepare(sleep_there, HRTIMER_MODE_REL);
	hrtimer_start(&timer, 1000, HRTIMER_MODE_REL);
}

CASE(started_without_a_function, "warning: WARNING at kernel/time/hrtimer.c")
{
	prepare(NULL, HRTIMER_MODE_REL);
	hrtimer_start(&timer, 1000, HRTIMER_MODE_REL);
}
