/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Works: workqueue.c queues them, work_worker.c executes them, work_flush.c waits for them.
 */
#ifndef VITRO_WORKQUEUE_H
#define VITRO_WORKQUEUE_H

#include <linux/completion.h>
#include <linux/version.h>
#include <linux/workqueue.h>

/* 6.9 and later have queues whose works run in softirq context. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
#define VITRO_WQ_BH WQ_BH
#else
#define VITRO_WQ_BH 0
#endif

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

/* Of whom flushes: it waits until @left instances are over. */
struct flush {
	int left;
	struct completion done;
};

struct waiter {
	struct list_head entry;
	struct flush *flush;
};

extern struct list_head vitro_queued[NR_CPUS]; /* instances, executed ones among them */

#define for_each_instance(instance, cpu)          \
	for ((cpu) = 0; (cpu) < NR_CPUS; (cpu)++) \
		list_for_each_entry(instance, &vitro_queued[cpu], entry)

/* One that is on no queue yet. */
struct instance *vitro_instance_new(void);

/* It was executed, or taken back: it is free again, and its waiters go on. */
void vitro_instance_end(struct instance *instance);

/* The instance of @work that is @executed, or the one that still waits; NULL when there is none. */
struct instance *vitro_instance_find(const struct work_struct *work, bool executed);

/* @work is pending already, and the caller's. */
void vitro_work_enqueue(int cpu, struct workqueue_struct *wq, struct work_struct *work);

/* What waits, for its time or for a worker, does not any more. Return: whether it did. */
bool vitro_work_take_back(struct work_struct *work);
bool vitro_delayed_work_take_back(struct delayed_work *delayed);

/* It must not be queued (work_disable.c): as often as it was disabled, it is enabled again. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
bool vitro_work_is_disabled(const struct work_struct *work);
#else
static inline bool vitro_work_is_disabled(const struct work_struct *work)
{
	return false;
}
#endif

/* Have somebody on @cpu look for work: one who is about to do so is enough. */
void vitro_work_kick(unsigned int cpu);

#endif
