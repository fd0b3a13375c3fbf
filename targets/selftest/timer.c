// SPDX-License-Identifier: GPL-2.0-only
/* Timers, as include/linux/timer.h and kernel/time/timer.c document them. */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/version.h>

#include "selftest.h"

static struct timer_list timers[3];
static int fired[3], count;
static unsigned long fired_at[3];

static void note(struct timer_list *timer)
{
	fired[count] = timer - timers;
	fired_at[count] = jiffies;
	count++;
}

static void prepare(void (*function)(struct timer_list *timer))
{
	int i;

	count = 0;
	for (i = 0; i < 3; i++)
		timer_setup(&timers[i], function, 0);
}

CASE(fire_in_order_of_expiry, NULL)
{
	unsigned long start = jiffies;

	prepare(note);
	mod_timer(&timers[0], start + 30);
	mod_timer(&timers[1], start + 10);
	mod_timer(&timers[2], start + 20);
	schedule_timeout_uninterruptible(100);
	EXPECT(count == 3 && fired[0] == 1 && fired[1] == 2 && fired[2] == 0);
	EXPECT(fired_at[0] == start + 10 && fired_at[2] == start + 30);
	EXPECT(jiffies == start + 100);
}

CASE(do_not_fire_by_themselves, NULL)
{
	prepare(note);
	mod_timer(&timers[0], jiffies);
	EXPECT(count == 0 && timer_pending(&timers[0]));
	EXPECT(del_timer(&timers[0]) == 1);
	EXPECT(del_timer(&timers[0]) == 0);
	schedule_timeout_uninterruptible(10);
	EXPECT(count == 0);
}

CASE(mod_timer_says_whether_it_was_pending, NULL)
{
	prepare(note);
	EXPECT(mod_timer(&timers[0], jiffies + 10) == 0);
	EXPECT(mod_timer(&timers[0], jiffies + 20) == 1);
	EXPECT(timer_reduce(&timers[0], jiffies + 30) == 1);
	EXPECT(timers[0].expires == jiffies + 20);
	EXPECT(del_timer_sync(&timers[0]) == 1);
	EXPECT(mod_timer_pending(&timers[0], jiffies + 20) == 0);
	EXPECT(!timer_pending(&timers[0]));
}

static void rearm(struct timer_list *timer)
{
	note(timer);
	if (count < 3)
		mod_timer(timer, jiffies + 5);
}

CASE(may_arm_themselves_again, NULL)
{
	unsigned long start = jiffies;

	prepare(rearm);
	mod_timer(&timers[0], start + 5);
	schedule_timeout_uninterruptible(100);
	EXPECT(count == 3 && fired_at[2] == start + 15);
}

CASE(time_out_of_a_wait, NULL)
{
	unsigned long start = jiffies;

	EXPECT(schedule_timeout_uninterruptible(7) == 0);
	EXPECT(jiffies - start == 7);
	msleep(100);
	EXPECT(jiffies - start >= 7 + msecs_to_jiffies(100));
}

static bool drained;

static void note_drained(struct timer_list *timer)
{
	drained = true;
}

CASE(what_is_armed_fires_before_the_next_input, NULL)
{
	static DEFINE_TIMER(late, note_drained);
	static bool second_time;

	EXPECT(drained == second_time);
	second_time = true;
	drained = false;
	mod_timer(&late, jiffies + 1000);
}

static bool in_softirq_there;

static void note_context(struct timer_list *timer)
{
	in_softirq_there = in_softirq() && !in_task();
}

CASE(functions_run_in_softirq, NULL)
{
	prepare(note_context);
	mod_timer(&timers[0], jiffies);
	schedule_timeout_uninterruptible(2);
	EXPECT(in_softirq_there && in_task());
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
CASE(shut_down_timers_stay_so, NULL)
{
	prepare(note);
	mod_timer(&timers[0], jiffies + 5);
	EXPECT(timer_shutdown_sync(&timers[0]) == 1);
	EXPECT(mod_timer(&timers[0], jiffies + 5) == 0);
	EXPECT(!timer_pending(&timers[0]));
}
#endif

CASE(add_timer_of_a_pending_one, "kernel BUG at")
{
	prepare(note);
	mod_timer(&timers[0], jiffies + 5);
	add_timer(&timers[0]);
}

static void wait_for_itself(struct timer_list *timer)
{
	del_timer_sync(timer);
}

CASE(waits_for_itself, "hang: timer_delete_sync from the timer's own function")
{
	prepare(wait_for_itself);
	mod_timer(&timers[0], jiffies);
}

static void sleep_there(struct timer_list *timer)
{
	kfree(kmalloc(8, GFP_KERNEL));
}

CASE(function_that_sleeps, ATOMIC_SLEEP)
{
	prepare(sleep_there);
	mod_timer(&timers[0], jiffies);
}

static void leave_preemption_off(struct timer_list *timer)
{
	preempt_disable();
}

CASE(function_that_leaves_preemption_off, "misuse: softirq: preempt leak")
{
	prepare(leave_preemption_off);
	mod_timer(&timers[0], jiffies);
}

CASE(freed_while_armed, "misuse: ODEBUG: free active (active state N) object type: timer_list")
{
	struct timer_list *timer = kmalloc(sizeof(*timer), GFP_KERNEL);

	timer_setup(timer, note, 0);
	mod_timer(timer, jiffies + 5);
	kfree(timer);
}
