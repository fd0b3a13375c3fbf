// SPDX-License-Identifier: GPL-2.0-only
/*
 * RCU, as Documentation/RCU promises it: a callback runs after every reader that was there when it was queued. On each CPU the
 * callbacks that were queued while a grace period was under way wait for the next one, as in the kernel's
 * first implementation; grace periods have numbers, and a reader remembers the number it began in.
 */
#include <linux/completion.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"
#include "trail.h"

struct callbacks {
	struct rcu_head *first, **last;
};

static struct of_cpu {
	struct callbacks queued;  /* until their grace period begins */
	struct callbacks waiting; /* for the end of @number */
	struct callbacks ready;
	unsigned long number;
	bool calling; /* one that is on no list any more */
} of_cpu[NR_CPUS];

static unsigned long number = 1;

/* Their addresses order: the end of a reader before the end of a grace period, and that before later readers. */
static char reader_ended, period_ended;

static void append(struct callbacks *to, struct rcu_head *head)
{
	if (!to->first)
		to->last = &to->first;
	head->next = NULL;
	*to->last = head;
	to->last = &head->next;
}

static struct rcu_head *take(struct callbacks *from)
{
	struct rcu_head *head = from->first;

	if (head)
		from->first = head->next;
	return head;
}

static void move(struct callbacks *to, struct callbacks *from)
{
	*to = *from;
	from->first = NULL;
}

static void begin_period(struct of_cpu *of)
{
	move(&of->waiting, &of->queued);
	of->number = ++number;
}

/* Only where nobody can be in the middle of preempt_disable(): in a task of the shim. Return: is something ready? */
static bool advance(struct of_cpu *of)
{
	if (!of->waiting.first && of->queued.first)
		begin_period(of);
	if (!of->ready.first && of->waiting.first && !vitro_readers_before(of->number)) {
		host_acquire(&reader_ended);
		host_release(&period_ended);
		move(&of->ready, &of->waiting);
	}
	return of->ready.first;
}

static bool has_callbacks(const struct of_cpu *of)
{
	return of->queued.first || of->waiting.first || of->ready.first;
}

void __rcu_read_lock(void)
{
	vitro_switch_point();
	if (current->rcu_read_lock_nesting++)
		return;
	current->thread.rcu_since = number;
	host_acquire(&period_ended);
}

#ifdef VITRO_FLAVOUR_THREAD
void vitro_rcu_reader_ended(void)
{
	host_release(&reader_ended);
}
#endif

static void wake_all(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (has_callbacks(&of_cpu[cpu]))
			vitro_softirq_wake(cpu);
}

void __rcu_read_unlock(void)
{
	if (--current->rcu_read_lock_nesting < 0)
		vitro_finding(HOST_MISUSE,
			      "WARNING: bad unlock balance: rcu_read_unlock without rcu_read_lock");
	if (current->rcu_read_lock_nesting)
		return;
	host_release(&reader_ended);
	wake_all();
	vitro_switch_point();
}

#define LOOK_BACK 64 /* callbacks a list is searched for one that is queued again */

static bool is_queued(const struct callbacks *callbacks, const struct rcu_head *head)
{
	const struct rcu_head *other = callbacks->first;
	int i;

	for (i = 0; other && i < LOOK_BACK; i++, other = other->next)
		if (other == head)
			return true;
	return false;
}

/* kernel/rcu/tree.c says it under CONFIG_DEBUG_OBJECTS_RCU_HEAD. */
static void check_queued_once(const struct rcu_head *head)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (is_queued(&of_cpu[cpu].queued, head) || is_queued(&of_cpu[cpu].waiting, head) ||
		    is_queued(&of_cpu[cpu].ready, head)) {
			vitro_trail_show(head, "queued first");
			vitro_finding(HOST_MISUSE, "WARNING: call_rcu: double call of callback %ps",
				      head->func);
		}
}

void call_rcu(struct rcu_head *head, rcu_callback_t function)
{
	check_queued_once(head);
	head->func = function;
	vitro_trail_leave(head);
	host_release(head);
	append(&of_cpu[vitro_cpu].queued, head);
	vitro_softirq_wake(vitro_cpu);
}

/* include/linux/rcupdate.h: kfree_rcu() passes the offset of the head as its function, up to 6.4 or so. */
#define FREE_BY_OFFSET 4096UL

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
void kvfree_call_rcu(struct rcu_head *head, void *memory)
{
	if (!head) {
		synchronize_rcu();
		kvfree(memory);
		return;
	}
	call_rcu(head, (rcu_callback_t)((void *)head - memory));
}
#else
void kvfree_call_rcu(struct rcu_head *head, rcu_callback_t function)
{
	if (!head) {
		synchronize_rcu();
		kvfree((void *)function);
		return;
	}
	call_rcu(head, function);
}
#endif

static void call_back(void *argument)
{
	struct rcu_head *head = argument;

	host_acquire(head);
	rcu_lock_acquire(&rcu_callback_map);
	if ((unsigned long)head->func < FREE_BY_OFFSET)
		kvfree((void *)head - (unsigned long)head->func);
	else
		head->func(head);
	rcu_lock_release(&rcu_callback_map);
}

bool vitro_rcu_run(unsigned int cpu)
{
	if (!advance(&of_cpu[cpu]))
		return false;
	of_cpu[cpu].calling = true;
	vitro_in_softirq(call_back, take(&of_cpu[cpu].ready));
	host_release(&of_cpu[cpu]);
	of_cpu[cpu].calling = false;
	return true;
}

/* Readers that are over may have been the last that a grace period waited for. */
bool vitro_rcu_poke(void)
{
	bool woken = false;
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (vitro_cpu_is_free(cpu) && has_callbacks(&of_cpu[cpu]) &&
		    (of_cpu[cpu].ready.first || !of_cpu[cpu].waiting.first ||
		     !vitro_readers_before(of_cpu[cpu].number))) {
			vitro_softirq_wake(cpu);
			woken = true;
		}
	return woken;
}

struct waiter {
	struct rcu_head head;
	struct completion done;
};

static void wake_waiter(struct rcu_head *head)
{
	complete(&container_of(head, struct waiter, head)->done);
}

void synchronize_rcu(void)
{
	struct waiter waiter;

	might_sleep();
	if (current->rcu_read_lock_nesting)
		vitro_finding(HOST_HANG,
			      "Illegal synchronize_rcu() in RCU read-side critical section");
	init_completion(&waiter.done);
	call_rcu(&waiter.head, wake_waiter);
	wait_for_completion(&waiter.done);
}

void synchronize_rcu_expedited(void)
{
	synchronize_rcu();
}

/* Callbacks of one CPU run in order: behind one on each, there are none from before. */
void rcu_barrier(void)
{
	unsigned int cpu;

	might_sleep();
	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		struct waiter waiter;

		host_acquire(&of_cpu[cpu]); /* those that have run */
		if (!has_callbacks(&of_cpu[cpu]) && !of_cpu[cpu].calling)
			continue;
		init_completion(&waiter.done);
		waiter.head.func = wake_waiter;
		host_release(&waiter.head);
		append(&of_cpu[cpu].queued, &waiter.head);
		vitro_softirq_wake(cpu);
		wait_for_completion(&waiter.done);
	}
}

bool rcu_is_watching(void)
{
	return true;
}
