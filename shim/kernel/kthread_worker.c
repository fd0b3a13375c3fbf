// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel threads that execute works of their own (include/linux/kthread.h, kernel/kthread.c): in order, one at a time. The worker's lock
 * orders queueing before executing, as it does in the real one.
 */
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <vitro/host.h>

#include "internal.h"

void __kthread_init_worker(struct kthread_worker *worker, const char *name,
			   struct lock_class_key *key)
{
	memset(worker, 0, sizeof(*worker));
	raw_spin_lock_init(&worker->lock);
	lockdep_set_class_and_name(&worker->lock, key, name);
	INIT_LIST_HEAD(&worker->work_list);
	INIT_LIST_HEAD(&worker->delayed_work_list);
}

/* ---- Executing ---- */

static struct kthread_work *next_work(struct kthread_worker *worker)
{
	struct kthread_work *work;

	raw_spin_lock_irq(&worker->lock);
	work = list_first_entry_or_null(&worker->work_list, struct kthread_work, node);
	if (work)
		list_del_init(&work->node);
	worker->current_work = work;
	raw_spin_unlock_irq(&worker->lock);
	return work;
}

int kthread_worker_fn(void *data)
{
	struct kthread_worker *worker = data;
	struct kthread_work *work;

	WARN_ON(worker->task && worker->task != current);
	worker->task = current;
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		work = next_work(worker);
		if (!work) {
			schedule();
			continue;
		}
		__set_current_state(TASK_RUNNING);
		work->func(work);
	}
	__set_current_state(TASK_RUNNING);
	worker->task = NULL;
	return 0;
}

/* ---- Queueing: under the worker's lock ---- */

static bool may_queue(const struct kthread_worker *worker, const struct kthread_work *work)
{
	WARN_ON_ONCE(work->worker && work->worker != worker);
	return list_empty(&work->node) && !work->canceling;
}

static void insert(struct kthread_worker *worker, struct kthread_work *work,
		   struct list_head *before)
{
	list_add_tail(&work->node, before);
	work->worker = worker;
	if (!worker->current_work && worker->task)
		wake_up_process(worker->task);
}

static void insert_delayed(struct kthread_worker *worker, struct kthread_delayed_work *delayed,
			   unsigned long delay)
{
	if (!delay) {
		insert(worker, &delayed->work, &worker->work_list);
		return;
	}
	list_add(&delayed->work.node, &worker->delayed_work_list);
	delayed->work.worker = worker;
	delayed->timer.expires = jiffies + delay;
	add_timer(&delayed->timer);
}

bool kthread_queue_work(struct kthread_worker *worker, struct kthread_work *work)
{
	unsigned long flags;
	bool queued;

	raw_spin_lock_irqsave(&worker->lock, flags);
	queued = may_queue(worker, work);
	if (queued)
		insert(worker, work, &worker->work_list);
	raw_spin_unlock_irqrestore(&worker->lock, flags);
	return queued;
}

bool kthread_queue_delayed_work(struct kthread_worker *worker, struct kthread_delayed_work *delayed,
				unsigned long delay)
{
	unsigned long flags;
	bool queued;

	raw_spin_lock_irqsave(&worker->lock, flags);
	queued = may_queue(worker, &delayed->work);
	if (queued)
		insert_delayed(worker, delayed, delay);
	raw_spin_unlock_irqrestore(&worker->lock, flags);
	return queued;
}

void kthread_delayed_work_timer_fn(struct timer_list *timer)
{
	struct kthread_delayed_work *delayed = from_timer(delayed, timer, timer);
	struct kthread_work *work = &delayed->work;
	struct kthread_worker *worker = work->worker;
	unsigned long flags;

	if (WARN_ON_ONCE(!worker))
		return;
	raw_spin_lock_irqsave(&worker->lock, flags);
	WARN_ON_ONCE(list_empty(&work->node));
	list_del_init(&work->node);
	if (!work->canceling)
		insert(worker, work, &worker->work_list);
	raw_spin_unlock_irqrestore(&worker->lock, flags);
}

/* ---- Waiting ---- */

struct flush {
	struct kthread_work work;
	struct completion done;
};

static void complete_flush(struct kthread_work *work)
{
	complete(&container_of(work, struct flush, work)->done);
}

static void init_flush(struct flush *flush)
{
	kthread_init_work(&flush->work, complete_flush);
	init_completion(&flush->done);
}

/* Behind the work where it waits, or first of all when it is executed. */
static bool insert_flush(struct kthread_worker *worker, struct kthread_work *work,
			 struct flush *flush)
{
	if (!list_empty(&work->node))
		insert(worker, &flush->work, work->node.next);
	else if (worker->current_work == work)
		insert(worker, &flush->work, worker->work_list.next);
	else
		return false;
	return true;
}

void kthread_flush_work(struct kthread_work *work)
{
	struct kthread_worker *worker = work->worker;
	struct flush flush;
	bool waits;

	if (!worker)
		return;
	init_flush(&flush);
	raw_spin_lock_irq(&worker->lock);
	waits = insert_flush(worker, work, &flush);
	raw_spin_unlock_irq(&worker->lock);
	if (waits)
		wait_for_completion(&flush.done);
}

void kthread_flush_worker(struct kthread_worker *worker)
{
	struct flush flush;

	init_flush(&flush);
	kthread_queue_work(worker, &flush.work);
	wait_for_completion(&flush.done);
}

/* The timer's function takes the lock. */
static void stop_timer(struct kthread_work *work, unsigned long *flags)
{
	struct kthread_delayed_work *delayed =
		container_of(work, struct kthread_delayed_work, work);
	struct kthread_worker *worker = work->worker;

	work->canceling++;
	raw_spin_unlock_irqrestore(&worker->lock, *flags);
	timer_delete_sync(&delayed->timer);
	raw_spin_lock_irqsave(&worker->lock, *flags);
	work->canceling--;
}

static bool take_back(struct kthread_work *work)
{
	if (list_empty(&work->node))
		return false;
	list_del_init(&work->node);
	return true;
}

static bool cancel_sync(struct kthread_work *work, bool is_delayed)
{
	struct kthread_worker *worker = work->worker;
	unsigned long flags;
	bool pending;

	if (!worker)
		return false;
	raw_spin_lock_irqsave(&worker->lock, flags);
	if (is_delayed)
		stop_timer(work, &flags);
	pending = take_back(work);
	if (worker->current_work == work) {
		work->canceling++;
		raw_spin_unlock_irqrestore(&worker->lock, flags);
		kthread_flush_work(work);
		raw_spin_lock_irqsave(&worker->lock, flags);
		work->canceling--;
	}
	raw_spin_unlock_irqrestore(&worker->lock, flags);
	return pending;
}

bool kthread_cancel_work_sync(struct kthread_work *work)
{
	return cancel_sync(work, false);
}

bool kthread_cancel_delayed_work_sync(struct kthread_delayed_work *delayed)
{
	return cancel_sync(&delayed->work, true);
}

bool kthread_mod_delayed_work(struct kthread_worker *worker, struct kthread_delayed_work *delayed,
			      unsigned long delay)
{
	struct kthread_work *work = &delayed->work;
	unsigned long flags;
	bool pending = false;

	raw_spin_lock_irqsave(&worker->lock, flags);
	if (work->worker) {
		WARN_ON_ONCE(work->worker != worker);
		stop_timer(work, &flags);
		pending = work->canceling || take_back(work);
	}
	if (!work->canceling)
		insert_delayed(worker, delayed, delay);
	raw_spin_unlock_irqrestore(&worker->lock, flags);
	return pending;
}

void kthread_destroy_worker(struct kthread_worker *worker)
{
	struct task_struct *task = worker->task;

	if (WARN_ON(!task))
		return;
	kthread_flush_worker(worker);
	kthread_stop(task);
	WARN_ON(!list_empty(&worker->delayed_work_list));
	WARN_ON(!list_empty(&worker->work_list));
	kfree(worker);
}
