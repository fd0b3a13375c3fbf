// SPDX-License-Identifier: GPL-2.0-only
/*
 * Workqueues (Documentation/core-api/workqueue.rst): a work runs once per queueing, never inside the queuer, in
 * order of queueing, with its pending bit cleared before its function is called. Every queue is ordered here and
 * runs one work at a time, which all kinds of queue allow.
 */
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <vitro/harness.h>
#include <vitro/host.h>

#include "internal.h"

struct workqueue_struct {
	char name[32];
};

struct workqueue_struct *system_wq __read_mostly;
struct workqueue_struct *system_percpu_wq __read_mostly;
struct workqueue_struct *system_highpri_wq __read_mostly;
struct workqueue_struct *system_long_wq __read_mostly;
struct workqueue_struct *system_unbound_wq __read_mostly;
struct workqueue_struct *system_dfl_wq __read_mostly;
struct workqueue_struct *system_freezable_wq __read_mostly;
struct workqueue_struct *system_power_efficient_wq __read_mostly;
struct workqueue_struct *system_freezable_power_efficient_wq __read_mostly;

static LIST_HEAD(queued);
static struct work_struct *running;

__printf(1, 4) struct workqueue_struct *alloc_workqueue(const char *format, unsigned int flags,
							int max_active, ...)
{
	struct workqueue_struct *wq = kzalloc(sizeof(*wq), GFP_KERNEL);
	va_list arguments;

	va_start(arguments, max_active);
	vscnprintf(wq->name, sizeof(wq->name), format, arguments);
	va_end(arguments);
	return wq;
}

void destroy_workqueue(struct workqueue_struct *wq)
{
	__flush_workqueue(wq);
	kfree(wq);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
/* Every queue runs one work at a time, whatever it would be allowed. */
void workqueue_set_min_active(struct workqueue_struct *wq, int min_active)
{
}
#endif

static bool enqueue(struct work_struct *work)
{
	if (test_and_set_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work)))
		return false;
	list_add_tail(&work->entry, &queued);
	return true;
}

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	return enqueue(work);
}

bool queue_work_node(int node, struct workqueue_struct *wq, struct work_struct *work)
{
	return enqueue(work);
}

static void run(struct work_struct *work)
{
	struct work_struct *before = running;
	work_func_t function = work->func; /* the work may be gone when it returns */

	list_del_init(&work->entry);
	clear_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work));
	running = work;
	function(work);
	running = before;
	if (preempt_count() || current->rcu_read_lock_nesting)
		vitro_finding(HOST_MISUSE, "BUG: workqueue leaked atomic, lock or RCU: workfn=%ps",
			      function);
}

bool vitro_run_work(void)
{
	if (list_empty(&queued))
		return false;
	run(list_first_entry(&queued, struct work_struct, entry));
	return true;
}

void delayed_work_timer_fn(struct timer_list *timer)
{
	struct delayed_work *delayed = from_timer(delayed, timer, timer);

	list_add_tail(&delayed->work.entry, &queued);
}

static void arm(struct delayed_work *delayed, unsigned long delay)
{
	if (!delay) {
		list_add_tail(&delayed->work.entry, &queued);
		return;
	}
	delayed->timer.expires = jiffies + delay;
	add_timer(&delayed->timer);
}

bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *delayed,
			   unsigned long delay)
{
	if (test_and_set_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(&delayed->work)))
		return false;
	delayed->wq = wq;
	arm(delayed, delay);
	return true;
}

/* Take a pending work off wherever it waits. */
static bool dequeue(struct work_struct *work)
{
	if (!test_and_clear_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work)))
		return false;
	list_del_init(&work->entry);
	return true;
}

static bool dequeue_delayed(struct delayed_work *delayed)
{
	if (timer_delete(&delayed->timer)) {
		clear_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(&delayed->work));
		return true;
	}
	return dequeue(&delayed->work);
}

bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *delayed,
			 unsigned long delay)
{
	bool pending = dequeue_delayed(delayed);

	queue_delayed_work_on(cpu, wq, delayed, delay);
	return pending;
}

static void wait_for_running(struct work_struct *work)
{
	if (running == work)
		vitro_finding(HOST_HANG, "work waits for itself: %ps", work->func);
}

bool flush_work(struct work_struct *work)
{
	might_sleep();
	wait_for_running(work);
	if (!work_pending(work))
		return false;
	while (work_pending(work) && vitro_run_work())
		;
	return true;
}

bool flush_delayed_work(struct delayed_work *delayed)
{
	if (timer_delete(&delayed->timer))
		list_add_tail(&delayed->work.entry, &queued);
	return flush_work(&delayed->work);
}

bool cancel_work(struct work_struct *work)
{
	return dequeue(work);
}

bool cancel_work_sync(struct work_struct *work)
{
	might_sleep();
	wait_for_running(work);
	return dequeue(work);
}

bool cancel_delayed_work(struct delayed_work *delayed)
{
	return dequeue_delayed(delayed);
}

bool cancel_delayed_work_sync(struct delayed_work *delayed)
{
	might_sleep();
	wait_for_running(&delayed->work);
	return dequeue_delayed(delayed);
}

void __flush_workqueue(struct workqueue_struct *wq)
{
	might_sleep();
	while (vitro_run_work())
		;
}

void drain_workqueue(struct workqueue_struct *wq)
{
	__flush_workqueue(wq);
}

static void queue_after_grace_period(struct rcu_head *rcu)
{
	struct rcu_work *work = container_of(rcu, struct rcu_work, rcu);

	list_add_tail(&work->work.entry, &queued);
}

bool queue_rcu_work(struct workqueue_struct *wq, struct rcu_work *work)
{
	if (test_and_set_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(&work->work)))
		return false;
	work->wq = wq;
	call_rcu(&work->rcu, queue_after_grace_period);
	return true;
}

struct work_struct *current_work(void)
{
	return running;
}

bool current_is_workqueue_rescuer(void)
{
	return false;
}

static int __init workqueue_init_queues(void)
{
	struct workqueue_struct *wq = alloc_workqueue("events", 0, 0);

	system_wq = system_percpu_wq = system_highpri_wq = system_long_wq = wq;
	system_unbound_wq = system_dfl_wq = system_freezable_wq = wq;
	system_power_efficient_wq = system_freezable_power_efficient_wq = wq;
	return 0;
}
VITRO_BOOT_CALL(workqueue_init_queues);
