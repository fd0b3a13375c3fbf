// SPDX-License-Identifier: GPL-2.0-only
/*
 * SRCU (include/linux/srcu.h): a callback runs after every reader of its domain that was there
 * when it was queued. Readers are counted; callbacks wait until no domain has one (later than
 * they must, which SRCU allows), then join the RCU callbacks. The count lives in srcu_idx, which
 * only the real implementation would use otherwise.
 */
#include <linux/bug.h>
#include <linux/rcupdate.h>
#include <linux/srcu.h>
#include <vitro/host.h>

#include "internal.h"

struct waiting {
	struct rcu_head *first, **last;
};

static unsigned int readers;
static struct waiting waiting = { .last = &waiting.first };

int init_srcu_struct(struct srcu_struct *domain)
{
	domain->srcu_idx = 0;
	return 0;
}

/* kernel/rcu/srcutree.c: a domain that is still read is a WARNING and leaks. */
void cleanup_srcu_struct(struct srcu_struct *domain)
{
	WARN_ON(domain->srcu_idx);
}

int __srcu_read_lock(struct srcu_struct *domain)
{
	domain->srcu_idx++;
	readers++;
	return 0;
}

static void release_callbacks(void)
{
	struct rcu_head *head;

	while ((head = waiting.first)) {
		waiting.first = head->next;
		call_rcu(head, head->func);
	}
	waiting.last = &waiting.first;
}

void __srcu_read_unlock(struct srcu_struct *domain, int index)
{
	if (index || !domain->srcu_idx)
		vitro_finding(
			HOST_MISUSE,
			"WARNING: bad unlock balance: srcu_read_unlock without srcu_read_lock");
	domain->srcu_idx--;
	if (!--readers)
		release_callbacks();
}

void call_srcu(struct srcu_struct *domain, struct rcu_head *head, rcu_callback_t function)
{
	head->func = function;
	head->next = NULL;
	*waiting.last = head;
	waiting.last = &head->next;
	if (!readers)
		release_callbacks();
}

static void wait_for_readers(const struct srcu_struct *domain)
{
	might_sleep();
	if (domain->srcu_idx)
		vitro_finding(HOST_HOLE,
			      "waiting for SRCU readers that are open needs the execution model");
}

void synchronize_srcu(struct srcu_struct *domain)
{
	wait_for_readers(domain);
}

void synchronize_srcu_expedited(struct srcu_struct *domain)
{
	wait_for_readers(domain);
}

void srcu_barrier(struct srcu_struct *domain)
{
	wait_for_readers(domain);
	if (waiting.first)
		vitro_finding(
			HOST_HOLE,
			"SRCU callbacks behind readers that are open need the execution model");
	rcu_barrier();
}

void vitro_check_srcu(void)
{
	if (readers)
		vitro_finding(HOST_MISUSE,
			      "BUG: input left %u SRCU read-side critical section(s) open",
			      readers);
}
