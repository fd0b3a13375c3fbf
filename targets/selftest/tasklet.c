// SPDX-License-Identifier: GPL-2.0-only
/* Tasklets, as include/linux/interrupt.h documents them. */
#include <linux/interrupt.h>
#include <linux/delay.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "selftest.h"

static int runs;
static bool in_context;

static void note(struct tasklet_struct *unused)
{
	runs++;
	in_context = in_serving_softirq() && !in_hardirq() && !irqs_disabled();
}

static DECLARE_TASKLET(tasklet, note);

CASE(runs_once_in_softirq, NULL)
{
	runs = 0;
	tasklet_schedule(&tasklet);
	tasklet_schedule(&tasklet);
	EXPECT(!runs);
	msleep(1);
	EXPECT(runs == 1 && in_context);
}

CASE(runs_when_bottom_halves_are_enabled, NULL)
{
	runs = 0;
	local_bh_disable();
	tasklet_schedule(&tasklet);
	EXPECT(!runs);
	local_bh_enable();
	EXPECT(runs == 1 && in_context);
}

CASE(a_disabled_one_waits, NULL)
{
	runs = 0;
	tasklet_disable(&tasklet);
	tasklet_schedule(&tasklet);
	msleep(10);
	EXPECT(!runs);
	tasklet_enable(&tasklet);
	msleep(10);
	EXPECT(runs == 1);
}

CASE(kill_waits_until_it_has_run, NULL)
{
	runs = 0;
	tasklet_hi_schedule(&tasklet);
	tasklet_kill(&tasklet);
	EXPECT(runs == 1);
	msleep(1);
	EXPECT(runs == 1);
}

static void again(struct tasklet_struct *self)
{
	if (++runs < 3)
		tasklet_schedule(self);
}

CASE(may_schedule_itself_again, NULL)
{
	static DECLARE_TASKLET(itself, again);

	runs = 0;
	tasklet_schedule(&itself);
	msleep(1);
	EXPECT(runs == 3);
}

static void sleep_there(struct tasklet_struct *unused)
{
	kfree(kmalloc(8, GFP_KERNEL));
}

CASE(function_that_sleeps, ATOMIC_SLEEP)
{
	static DECLARE_TASKLET(sleeper, sleep_there);

	tasklet_schedule(&sleeper);
}
