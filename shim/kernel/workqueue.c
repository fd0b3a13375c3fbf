// SPDX-License-Identifier: GPL-2.0-only
/*
 * Workqueues (Documentation/core-api/workqueue.rst). Each queueing of a work is an instance: it waits in order, is executed by a
 * worker of its CPU, and whoever flushes waits for just that instance. A work is never executed by two workers at
 * once; an ordered queue executes one at a time; of the per-CPU queues' workers on a CPU one runs until it
 * waits. Works of unbound queues go to another CPU than the one that queues them.
 *
 * There is always a worker to be had, so that no queue needs its rescuer: a queue without WQ_MEM_RECLAIM that
 * reclaim waits for is not found.
 */
#include <linux/completion.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <vitro/harness.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

/* 6.9 and later have queues whose works run in softirq context. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
#define VITRO_WQ_BH WQ_BH
#else
#define VITRO_WQ_BH 0
#endif

#define WORKERS_MAX   64 /* of a CPU */
#define ACTIVE_ANY    512
#define BLOCK         256
#define DRAIN_FLUSHES 100

struct workqueue_struct {
	char name[32];
	unsigned int flags;
	int max_active; /* of a CPU; of all where the queue is unbound */
	int active[NR_CPUS];
	bool ordered, draining;
};

/**
 * struct instance - one queueing of a work
 * @entry:	in order of queueing on its CPU, or among the free ones
 * @wq:		NULL when it is free
 * @worker:	who executes it, NULL while it waits
 */
struct instance {
	struct list_head entry;
	struct work_struct *work;
	work_func_t function;
	struct workqueue_struct *wq;
	unsigned int cpu;
	struct worker *worker;
	struct list_head waiters;
};

struct worker {
	struct task_struct *task;
	struct instance *instance;
	unsigned int cpu;
};

/* Of whom flushes: it waits until @left instances are over. */
struct flush {
	int left;
	struct completion done;
};

struct waiter {
	struct list_head entry;
	struct flush *flush;
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
struct workqueue_struct *system_bh_wq, *system_bh_highpri_wq;

static struct list_head queued[NR_CPUS]; /* instances, executed ones among them */
static LIST_HEAD(free_instances);
static struct worker workers[NR_CPUS][WORKERS_MAX];

/* ---- Instances ---- */

static struct instance *instance_new(void)
{
	struct instance *instance;

	if (list_empty(&free_instances)) {
		struct instance *block = host_reserve(0, BLOCK * sizeof(*block), true);

		for (instance = block; instance < block + BLOCK; instance++)
			list_add_tail(&instance->entry, &free_instances);
	}
	instance = list_first_entry(&free_instances, struct instance, entry);
	list_del(&instance->entry);
	return instance;
}

static void instance_end(struct instance *instance)
{
	struct waiter *waiter, *next;

	list_del(&instance->entry);
	list_add(&instance->entry, &free_instances);
	instance->wq = NULL;
	host_acquire(instance); /* what its waiters have set up */
	list_for_each_entry_safe(waiter, next, &instance->waiters, entry)
		if (!--waiter->flush->left)
			complete(&waiter->flush->done);
}

#define for_each_instance(instance, cpu)          \
	for ((cpu) = 0; (cpu) < NR_CPUS; (cpu)++) \
		list_for_each_entry(instance, &queued[cpu], entry)

static struct instance *find(const struct work_struct *work, bool executed)
{
	struct instance *instance;
	unsigned int cpu;

	for_each_instance(instance, cpu) if (instance->work == work &&
					     !instance->worker == !executed) return instance;
	return NULL;
}

/* kfree() of memory with a work in it that somebody would still run. */
const void *vitro_work_within(const void *start, unsigned long size)
{
	struct instance *instance;
	unsigned int cpu;

	for_each_instance(instance, cpu) if (!instance->worker &&
					     (unsigned long)instance->work - (unsigned long)start <
						     size) return instance->function;
	return NULL;
}

/* ---- Workers ---- */

static int *active_of(const struct instance *instance)
{
	bool per_cpu = !(instance->wq->flags & WQ_UNBOUND);

	return &instance->wq->active[per_cpu ? instance->cpu : 0];
}

/* A worker of a per-CPU queue that has not begun to wait: another must not run beside it. */
static bool is_cpu_busy(unsigned int cpu)
{
	const struct worker *worker;

	for (worker = workers[cpu]; worker < workers[cpu] + WORKERS_MAX && worker->task; worker++)
		if (worker->instance && worker->task != current &&
		    !(worker->instance->wq->flags & (WQ_UNBOUND | WQ_CPU_INTENSIVE)) &&
		    !list_empty(&worker->task->thread.queue))
			return true;
	return false;
}

static bool may_begin(const struct instance *instance)
{
	if (instance->worker || find(instance->work, true) ||
	    *active_of(instance) >= instance->wq->max_active)
		return false;
	return instance->wq->flags & WQ_UNBOUND || !is_cpu_busy(instance->cpu);
}

static struct instance *next_instance(unsigned int cpu)
{
	struct instance *instance;

	list_for_each_entry(instance, &queued[cpu], entry)
		if (may_begin(instance))
			return instance;
	return NULL;
}

static void check_after(const struct instance *instance)
{
	if (preempt_count() || irqs_disabled() || current->rcu_read_lock_nesting)
		vitro_finding(HOST_MISUSE, "BUG: workqueue leaked atomic, lock or RCU: workfn=%ps",
			      instance->function);
	vitro_check_locks();
}

static void kick(unsigned int cpu);

/* The work may be gone, or queued again, when its function returns. */
static void execute(struct worker *worker, struct instance *instance)
{
	struct work_struct *work = instance->work;
	unsigned int cpu;

	worker->instance = instance;
	instance->worker = worker;
	++*active_of(instance);
	host_acquire(work);
	instance->function = work->func;
	clear_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work));
	if (instance->wq->flags & VITRO_WQ_BH)
		local_bh_disable();
	work->func(work);
	if (instance->wq->flags & VITRO_WQ_BH)
		local_bh_enable();
	host_release(
		work); /* before it is executed again, by whomever: its pool's lock orders that */
	check_after(instance);
	--*active_of(instance);
	worker->instance = NULL;
	instance_end(instance);
	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (cpu != worker->cpu && next_instance(cpu))
			kick(cpu);
}

static void serve(void *argument)
{
	struct worker *worker = argument;
	struct instance *instance;

	for (;;) {
		instance = next_instance(worker->cpu);
		if (!instance) {
			vitro_task_idle();
			continue;
		}
		execute(worker, instance);
		vitro_yield(); /* one that queues itself again is not alone */
	}
}

static void worker_new(struct worker *worker, unsigned int cpu)
{
	char name[TASK_COMM_LEN];

	snprintf(name, sizeof(name), "kworker/%u:%u", cpu, (unsigned int)(worker - workers[cpu]));
	worker->cpu = cpu;
	worker->task = vitro_task_new(serve, worker, cpu, name);
	worker->task->flags |= PF_WQ_WORKER;
}

/* Have somebody look for work: one who is about to do so is enough. */
static void kick(unsigned int cpu)
{
	struct worker *worker = workers[cpu];

	while (worker < workers[cpu] + WORKERS_MAX && worker->instance)
		worker++;
	if (worker == workers[cpu] + WORKERS_MAX)
		return;
	if (!worker->task)
		worker_new(worker, cpu);
	wake_up_state(worker->task, TASK_IDLE);
}

/* A worker begins to wait: the next may run. */
void vitro_worker_waits(void)
{
	if (next_instance(vitro_cpu))
		kick(vitro_cpu);
}

/* ---- Queueing ---- */

static unsigned int choose_cpu(const struct workqueue_struct *wq, int cpu)
{
	if (wq->ordered)
		return 1;
	if (wq->flags & WQ_UNBOUND)
		return (vitro_cpu + 1) % NR_CPUS;
	return cpu == WORK_CPU_UNBOUND ? vitro_cpu : cpu;
}

static void enqueue(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	struct instance *instance = instance_new();

	if (WARN_ONCE(wq->draining && !(current->flags & PF_WQ_WORKER),
		      "workqueue: cannot queue %ps on wq %s\n", work->func, wq->name))
		return;
	instance->work = work;
	instance->function = work->func;
	instance->wq = wq;
	instance->cpu = choose_cpu(wq, cpu);
	instance->worker = NULL;
	INIT_LIST_HEAD(&instance->waiters);
	list_add_tail(&instance->entry, &queued[instance->cpu]);
	host_release(work);
	kick(instance->cpu);
	vitro_switch_point();
}

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	if (test_and_set_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work)))
		return false;
	enqueue(cpu, wq, work);
	return true;
}

bool queue_work_node(int node, struct workqueue_struct *wq, struct work_struct *work)
{
	return queue_work_on(WORK_CPU_UNBOUND, wq, work);
}

void delayed_work_timer_fn(struct timer_list *timer)
{
	struct delayed_work *delayed = from_timer(delayed, timer, timer);

	enqueue(delayed->cpu, delayed->wq, &delayed->work);
}

bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *delayed,
			   unsigned long delay)
{
	if (test_and_set_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(&delayed->work)))
		return false;
	delayed->wq = wq;
	delayed->cpu = cpu;
	if (!delay) {
		enqueue(cpu, wq, &delayed->work);
		return true;
	}
	delayed->timer.expires = jiffies + delay;
	if (cpu == WORK_CPU_UNBOUND)
		add_timer(&delayed->timer);
	else
		add_timer_on(&delayed->timer, cpu);
	return true;
}

/* Take a waiting instance back. Return: whether there was one. */
static bool dequeue(struct work_struct *work)
{
	struct instance *instance = find(work, false);

	if (!instance)
		return false;
	clear_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work));
	instance_end(instance);
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

static void queue_after_grace_period(struct rcu_head *rcu)
{
	struct rcu_work *work = container_of(rcu, struct rcu_work, rcu);

	enqueue(WORK_CPU_UNBOUND, work->wq, &work->work);
}

bool queue_rcu_work(struct workqueue_struct *wq, struct rcu_work *work)
{
	if (test_and_set_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(&work->work)))
		return false;
	work->wq = wq;
	call_rcu(&work->rcu, queue_after_grace_period);
	return true;
}

/* ---- Waiting ---- */

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
	struct instance *instance = find(work, false) ?: find(work, true);

	might_sleep();
	check_not_self(work);
	if (!instance)
		return false;
	wait_for(instance);
	return true;
}

bool flush_delayed_work(struct delayed_work *delayed)
{
	if (timer_delete(&delayed->timer))
		enqueue(delayed->cpu, delayed->wq, &delayed->work);
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
	return dequeue(work);
}

/* While it waits for the function to end, nobody can queue the work: it counts as pending. */
static bool cancel_sync(struct work_struct *work, bool was_pending)
{
	struct instance *executed = find(work, true);

	might_sleep();
	check_not_self(work);
	if (!executed)
		return was_pending;
	set_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work));
	wait_for(executed);
	clear_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(work));
	return was_pending;
}

bool cancel_work_sync(struct work_struct *work)
{
	return cancel_sync(work, dequeue(work));
}

bool cancel_delayed_work(struct delayed_work *delayed)
{
	return dequeue_delayed(delayed);
}

bool cancel_delayed_work_sync(struct delayed_work *delayed)
{
	bool pending = dequeue_delayed(delayed);

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
	wq->draining = false;
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

static struct worker *own_worker(void)
{
	struct worker *worker;
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		for (worker = workers[cpu]; worker < workers[cpu] + WORKERS_MAX && worker->task;
		     worker++)
			if (worker->task == current)
				return worker;
	return NULL;
}

struct work_struct *current_work(void)
{
	const struct worker *worker = current->flags & PF_WQ_WORKER ? own_worker() : NULL;

	return worker && worker->instance ? worker->instance->work : NULL;
}

bool current_is_workqueue_rescuer(void)
{
	return false;
}

unsigned int work_busy(struct work_struct *work)
{
	return (work_pending(work) ? WORK_BUSY_PENDING : 0) |
	       (find(work, true) ? WORK_BUSY_RUNNING : 0);
}

static int __init workqueue_init_queues(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		INIT_LIST_HEAD(&queued[cpu]);
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
