// SPDX-License-Identifier: GPL-2.0-only
/* Works that are disabled, as kernel/workqueue.c documents it. */
#include <linux/sched.h>
#include <linux/version.h>
#include <linux/workqueue.h>

#include "selftest.h"

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)

static int runs;

static void count(struct work_struct *work)
{
	runs++;
}

static DECLARE_WORK(work, count);
static DECLARE_DELAYED_WORK(delayed, count);

CASE(a_disabled_work_is_not_queued, NULL)
{
	runs = 0;
	schedule_work(&work);
	EXPECT(disable_work_sync(&work) && !disable_work(&work));
	EXPECT(!schedule_work(&work) && !work_pending(&work));
	EXPECT(!enable_work(&work) && !schedule_work(&work));
	EXPECT(enable_work(&work) && schedule_work(&work));
	flush_work(&work);
	EXPECT(runs == 1);
}

CASE(a_disabled_delayed_work_is_not_queued, NULL)
{
	runs = 0;
	schedule_delayed_work(&delayed, 5);
	EXPECT(disable_delayed_work_sync(&delayed));
	EXPECT(!schedule_delayed_work(&delayed, 5));
	schedule_timeout_uninterruptible(10);
	EXPECT(!runs && enable_delayed_work(&delayed));
	schedule_delayed_work(&delayed, 5);
	schedule_timeout_uninterruptible(10);
	EXPECT(runs == 1);
}

CASE(enabled_too_often, "warning: WARNING at")
{
	enable_work(&work);
}

#endif
