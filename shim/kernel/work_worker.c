// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who executes works. Each queueing of a work is an instance: it waits in order, and is executed by a worker of its CPU. A work
 * is never executed by two workers at once; an ordered queue executes one at a time; of the per-CPU queues'
 * workers on a CPU one runs until it waits.
 *
 * There is always a worker to be had, so that no queue needs its rescuer: a queue without WQ_MEM_RECLAIM that
 * reclaim waits for is not found.
 */
#include <linux/sched.h>
#include <linux/workqueue.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"
#include "workqueue.h"

#define WORKERS_MAX 64 /* of a CPU */
#define BLOCK       256

struct worker {
	struct task_struct *task;
	struct instance *instance;
	unsigned int cpu;
};

struct list_head vitro_queued[NR_CPUS];
static LIST_HEAD(free_instances);
static struct worker workers[NR_CPUS][WORKERS_MAX];

/* ---- Instances ---- */

struct instance *vitro_instance_new(void)
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

void vitro_instance_end(struct instance *instance)
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

struct instance *vitro_instance_find(const struct work_struct *work, bool executed)
{
	struct instance *instance;
	unsigned int cpu;

	for_each_instance(instance, cpu) if (instance->work == work &&
					     !instance->worker == !executed) return instance;
	return NULL;
}

/* kfree() of memory with a work in it that somebody would still run. */
const void *vitro_work_within(const void *start, unsigned long size, const void **function)
{
	struct instance *instance;
	unsigned int cpu;

	for_each_instance(instance, cpu)
	{
		if (instance->worker ||
		    (unsigned long)instance->work - (unsigned long)start >= size)
			continue;
		*function = instance->function;
		return instance->work;
	}
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
	if (instance->worker || vitro_instance_find(instance->work, true) ||
	    *active_of(instance) >= instance->wq->max_active)
		return false;
	return instance->wq->flags & WQ_UNBOUND || !is_cpu_busy(instance->cpu);
}

static struct instance *next_instance(unsigned int cpu)
{
	struct instance *instance;

	list_for_each_entry(instance, &vitro_queued[cpu], entry)
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
	host_release(instance->wq);
	check_after(instance);
	--*active_of(instance);
	worker->instance = NULL;
	vitro_instance_end(instance);
	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (cpu != worker->cpu && next_instance(cpu))
			vitro_work_kick(cpu);
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

void vitro_work_kick(unsigned int cpu)
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
		vitro_work_kick(vitro_cpu);
}

/* ---- Asking ---- */

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
	       (vitro_instance_find(work, true) ? WORK_BUSY_RUNNING : 0);
}

/* Said there of a worker that hangs; here the stack of each task is shown. */
void set_worker_desc(const char *format, ...)
{
}
