// SPDX-License-Identifier: GPL-2.0-only
/*
 * RCU, as Documentation/RCU promises it: a callback runs after every reader that was there when it was queued.
 * With tasks that run to completion, readers and callbacks never overlap, so a grace period has passed as soon
 * as no reader is open. Callbacks run when somebody waits, and at the end of the input; in order.
 */
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/mm.h>
#include <vitro/host.h>

#include "internal.h"

static struct rcu_head *first, **last = &first;

void __rcu_read_lock(void)
{
	current->rcu_read_lock_nesting++;
}

void __rcu_read_unlock(void)
{
	if (--current->rcu_read_lock_nesting < 0)
		vitro_finding(HOST_MISUSE,
			      "WARNING: bad unlock balance: rcu_read_unlock without rcu_read_lock");
}

void call_rcu(struct rcu_head *head, rcu_callback_t function)
{
	head->func = function;
	head->next = NULL;
	*last = head;
	last = &head->next;
}

/* include/linux/rcupdate.h: kfree_rcu() passes the offset of the head as its function, up to 6.4 or so. */
#define FREE_BY_OFFSET 4096UL

static void free_now(struct rcu_head *head)
{
	kvfree((void *)head - (unsigned long)head->func);
}

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

static void call_back(void *head)
{
	((struct rcu_head *)head)->func(head);
}

bool vitro_run_rcu(void)
{
	struct rcu_head *head = first;

	if (!head || current->rcu_read_lock_nesting)
		return false;
	first = head->next;
	if (!first)
		last = &first;
	if ((unsigned long)head->func < FREE_BY_OFFSET)
		free_now(head);
	else
		vitro_in_softirq(call_back, head);
	return true;
}

static void wait_for_readers(void)
{
	might_sleep();
	if (current->rcu_read_lock_nesting)
		vitro_finding(HOST_HANG,
			      "Illegal synchronize_rcu() in RCU read-side critical section");
}

void synchronize_rcu(void)
{
	wait_for_readers();
}

void synchronize_rcu_expedited(void)
{
	wait_for_readers();
}

void rcu_barrier(void)
{
	wait_for_readers();
	while (vitro_run_rcu())
		;
}

bool rcu_is_watching(void)
{
	return true;
}
