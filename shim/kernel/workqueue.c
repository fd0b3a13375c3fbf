// SPDX-License-Identifier: GPL-2.0-only
/*
 * Workqueues (Documentation/core-api/workqueue.rst): the queues, and how works get into them. Works of unbound queues go to
 * another CPU than the one that queues them. Who executes them is in work_worker.c, who waits for them in
 * work_flush.c.
 */
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <vitro/harness.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"
#include "trail.h"
#include "workqueue.h"

#define ACTIVE_ANY 512

struct workqueue_struct *system_wq __read_mostly;
struct workqueue_struct *system_percpu_wq __read_mostly;
struct workqueue_struct *system_highpri_wq __read_mostly;
struct workqueue_struct *system_long_wq __read_mostly;
struct workqueue_struct *system_unbound_wq __read_mostly;
struct workqueue_struct *system_dfl_wq __read_mostly;
struct workqueue_struct *system_freezable_wq __read_mostly;
struct workqueue_struct *system_power_efficient_wq __read_mostly;
struct workqueue_struct *system_freezable_power_efficient_wq __read_mostly;
struct workqueue_struct *system_bh_wq, *system_bh_highpri_wq;

/* ---- Queueing ---- */

static unsigned int choose_cpu(const struct workqueue_struct *wq, int cpu)
{
	if (wq->ordered)
		return 1;
	if (wq->flags & WQ_UNBOUND)
		return (vitro_cpu + 1) % NR_CPUS;
	return cpu == WORK_CPU_UNBOUND ? vitro_cpu : cpu;
}

void vitro_work_enqueue(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	struct instance *instance = vitro_instance_new();

	if (WARN_ONCE(wq->draining && !(current->flags & PF_WQ_WORKER),
		      "workqueue: cannot queue %ps on wq %s\n", work->func, wq->name))
		return;
	instance->work = work;
	instance->function = work->func;
	instance->wq = wq;
	instance->cpu = choose_cpu(wq, cpu);
	instance->worker = NULL;
	INIT_LIST_HEAD(&instance->waiters);
	list_add_tail(&instance->entry, &vitro_queued[instance->cpu]);
	host_release(work);
	vitro_trail_leave(work);
	vitro_work_kick(instance->cpu);
	vitro_switch_point();
}

/* Make it pending. Return: whether it was not, and may be queued. */
static bool claim(struct work_struct *work)
{
	if (test_and_set_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work)))
		return false;
	if (!vitro_work_is_disabled(work))
		return true;
	clear_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work));
	return false;
}

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	if (!claim(work))
		return false;
	vitro_work_enqueue(cpu, wq, work);
	return true;
}

bool queue_work_node(int node, struct workqueue_struct *wq, struct work_struct *work)
{
	return queue_work_on(WORK_CPU_UNBOUND, wq, work);
}

void delayed_work_timer_fn(struct timer_list *timer)
{
	struct delayed_work *delayed = from_timer(delayed, timer, timer);

	vitro_work_enqueue(delayed->cpu, delayed->wq, &delayed->work);
}

bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *delayed,
			   unsigned long delay)
{
	if (!claim(&delayed->work))
		return false;
	delayed->wq = wq;
	delayed->cpu = cpu;
	if (!delay) {
		vitro_work_enqueue(cpu, wq, &delayed->work);
		return true;
	}
	delayed->timer.expires = jiffies + delay;
	if (cpu == WORK_CPU_UNBOUND)
		add_timer(&delayed->timer);
	else
		add_timer_on(&delayed->timer, cpu);
	return true;
}

bool vitro_work_take_back(struct work_struct *work)
{
	struct instance *instance = vitro_instance_find(work, false);

	if (!instance)
		return false;
	clear_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work));
	vitro_instance_end(instance);
	return true;
}

bool vitro_delayed_work_take_back(struct delayed_work *delayed)
{
	if (timer_delete(&delayed->timer)) {
		clear_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(&delayed->work));
		return true;
	}
	return vitro_work_take_back(&delayed->work);
}

bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *delayed,
			 unsigned long delay)
{
	bool pending = vitro_delayed_work_take_back(delayed);

	queue_delayed_work_on(cpu, wq, delayed, delay);
	return pending;
}

static void queue_after_grace_period(struct rcu_head *rcu)
{
	struct rcu_work *work = container_of(rcu, struct rcu_work, rcu);

	vitro_work_enqueue(WORK_CPU_UNBOUND, work->wq, &work->work);
}

bool queue_rcu_work(struct workqueue_struct *wq, struct rcu_work *work)
{
	if (!claim(&work->work))
		return false;
	work->wq = wq;
	call_rcu(&work->rcu, queue_after_grace_period);
	return true;
}

/* ---- Queues ---- */

__printf(1, 4) struct workqueue_struct *alloc_workqueue(const char *format, unsigned int flags,
							int max_active, ...)
{
	struct workqueue_struct *wq = kzalloc(sizeof(*wq), GFP_KERNEL);
	va_list arguments;

	if (!wq)
		return NULL;
	va_start(arguments, max_active);
	vscnprintf(wq->name, sizeof(wq->name), format, arguments);
	va_end(arguments);
	wq->flags = flags;
	wq->max_active = max_active ?: ACTIVE_ANY;
	wq->ordered = flags & __WQ_ORDERED || (flags & WQ_UNBOUND && max_active == 1);
	return wq;
}

void destroy_workqueue(struct workqueue_struct *wq)
{
	drain_workqueue(wq);
	kfree(wq);
}

void workqueue_set_max_active(struct workqueue_struct *wq, int max_active)
{
	wq->max_active = max_active;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
/* All that may be active is. */
void workqueue_set_min_active(struct workqueue_struct *wq, int min_active)
{
}
#endif

static int __init workqueue_init_queues(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		INIT_LIST_HEAD(&vitro_queued[cpu]);
	system_wq = system_percpu_wq = alloc_workqueue("events", 0, 0);
	system_highpri_wq = alloc_workqueue("events_highpri", WQ_HIGHPRI, 0);
	system_long_wq = alloc_workqueue("events_long", 0, 0);
	system_unbound_wq = system_dfl_wq = alloc_workqueue("events_unbound", WQ_UNBOUND, 0);
	system_freezable_wq = alloc_workqueue("events_freezable", WQ_FREEZABLE, 0);
	system_power_efficient_wq = alloc_workqueue("events_power_efficient", 0, 0);
	system_freezable_power_efficient_wq =
		alloc_workqueue("events_freezable_power_efficient", 0, 0);
	system_bh_wq = alloc_workqueue("events_bh", VITRO_WQ_BH, 0);
	system_bh_highpri_wq = alloc_workqueue("events_bh_highpri", VITRO_WQ_BH | WQ_HIGHPRI, 0);
	return 0;
}
VITRO_BOOT_CALL(workqueue_init_queues);
