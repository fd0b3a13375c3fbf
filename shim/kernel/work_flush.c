// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for works, and taking them back: whoever flushes waits for just the instances that are queued or executed by then,
 * not for what is queued later.
 */
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <vitro/host.h>

#include "internal.h"
#include "workqueue.h"

#define DRAIN_FLUSHES 100

static void check_not_self(const struct work_struct *work)
{
	struct work_struct *own = current_work();

	if (own && own == work)
		vitro_finding(HOST_HANG, "work waits for itself: %ps", work->func);
}

static void wait_for(struct instance *instance)
{
	struct flush flush = { .left = 1 };
	struct waiter waiter = { .flush = &flush };

	init_completion(&flush.done);
	list_add_tail(&waiter.entry, &instance->waiters);
	host_release(instance);
	wait_for_completion(&flush.done);
}

bool flush_work(struct work_struct *work)
{
	struct instance *instance =
		vitro_instance_find(work, false) ?: vitro_instance_find(work, true);

	might_sleep();
	check_not_self(work);
	if (!instance) {
		host_acquire(work); /* its pool's lock */
		return false;
	}
	wait_for(instance);
	return true;
}

bool flush_delayed_work(struct delayed_work *delayed)
{
	if (timer_delete(&delayed->timer))
		vitro_work_enqueue(delayed->cpu, delayed->wq, &delayed->work);
	return flush_work(&delayed->work);
}

bool flush_rcu_work(struct rcu_work *work)
{
	if (!test_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(&work->work)))
		return flush_work(&work->work);
	rcu_barrier();
	flush_work(&work->work);
	return true;
}

bool cancel_work(struct work_struct *work)
{
	return vitro_work_take_back(work);
}

/* While it waits for the function to end, nobody can queue the work: it counts as pending. */
static bool cancel_sync(struct work_struct *work, bool was_pending)
{
	struct instance *executed = vitro_instance_find(work, true);

	might_sleep();
	check_not_self(work);
	if (!executed) {
		host_acquire(work);
		return was_pending;
	}
	set_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work));
	wait_for(executed);
	clear_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work));
	return was_pending;
}

bool cancel_work_sync(struct work_struct *work)
{
	return cancel_sync(work, vitro_work_take_back(work));
}

bool cancel_delayed_work(struct delayed_work *delayed)
{
	return vitro_delayed_work_take_back(delayed);
}

bool cancel_delayed_work_sync(struct delayed_work *delayed)
{
	bool pending = vitro_delayed_work_take_back(delayed);

	timer_delete_sync(&delayed->timer);
	return cancel_sync(&delayed->work, pending);
}

static int count_instances(const struct workqueue_struct *wq)
{
	struct instance *instance;
	unsigned int cpu;
	int count = 0;

	for_each_instance(instance, cpu) count += instance->wq == wq;
	return count;
}

/* What is queued later does not matter: each instance that is there now gets a waiter. */
void __flush_workqueue(struct workqueue_struct *wq)
{
	struct flush flush = { .left = count_instances(wq) };
	struct instance *instance;
	struct waiter *waiters, *waiter;
	unsigned int cpu;

	might_sleep();
	host_acquire(wq); /* what has ended by now: the locks of its pools */
	if (!flush.left)
		return;
	waiters = waiter = kmalloc_array(flush.left, sizeof(*waiters), GFP_KERNEL);
	init_completion(&flush.done);
	for_each_instance(instance, cpu) if (instance->wq == wq)
	{
		if (instance->worker)
			check_not_self(instance->work);
		waiter->flush = &flush;
		list_add_tail(&waiter++->entry, &instance->waiters);
		host_release(instance);
	}
	wait_for_completion(&flush.done);
	kfree(waiters);
}

void drain_workqueue(struct workqueue_struct *wq)
{
	int flushes;

	wq->draining = true;
	for (flushes = 0; count_instances(wq); flushes++) {
		if (flushes == DRAIN_FLUSHES)
			vitro_finding(
				HOST_HANG,
				"workqueue %s: drain_workqueue() isn't complete after %u tries",
				wq->name, flushes);
		__flush_workqueue(wq);
	}
	host_acquire(wq);
	wq->draining = false;
}
