// SPDX-License-Identifier: GPL-2.0-only
/* Works that must not be queued for a while, since 6.10: how often one is disabled, its data says, as in the real one. */
#include <linux/bug.h>
#include <linux/workqueue.h>

#include "workqueue.h"

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)

static unsigned long depth_of(const struct work_struct *work)
{
	return (*work_data_bits((struct work_struct *)work) & WORK_OFFQ_DISABLE_MASK) >>
	       WORK_OFFQ_DISABLE_SHIFT;
}

static void set_depth(struct work_struct *work, unsigned long depth)
{
	unsigned long *data = work_data_bits(work);

	*data = (*data & ~WORK_OFFQ_DISABLE_MASK) | depth << WORK_OFFQ_DISABLE_SHIFT;
}

bool vitro_work_is_disabled(const struct work_struct *work)
{
	return depth_of(work);
}

static void disable(struct work_struct *work)
{
	if (WARN_ONCE(depth_of(work) == (1UL << WORK_OFFQ_DISABLE_BITS) - 1,
		      "workqueue: work disable count overflowed\n"))
		return;
	set_depth(work, depth_of(work) + 1);
}

bool disable_work(struct work_struct *work)
{
	bool pending = cancel_work(work);

	disable(work);
	return pending;
}

/* Nobody queues it between the two. */
bool disable_work_sync(struct work_struct *work)
{
	bool pending = disable_work(work);

	return cancel_work_sync(work) || pending;
}

bool enable_work(struct work_struct *work)
{
	if (WARN_ONCE(!depth_of(work), "workqueue: work disable count underflowed\n"))
		return true;
	set_depth(work, depth_of(work) - 1);
	return !depth_of(work);
}

bool disable_delayed_work(struct delayed_work *delayed)
{
	bool pending = cancel_delayed_work(delayed);

	disable(&delayed->work);
	return pending;
}

bool disable_delayed_work_sync(struct delayed_work *delayed)
{
	bool pending = disable_delayed_work(delayed);

	return cancel_delayed_work_sync(delayed) || pending;
}

bool enable_delayed_work(struct delayed_work *delayed)
{
	return enable_work(&delayed->work);
}

#endif
