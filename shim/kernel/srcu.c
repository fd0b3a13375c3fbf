// SPDX-License-Identifier: GPL-2.0-only
/*
 * SRCU (include/linux/srcu.h): what waits, or a callback, goes on after every reader of its domain that was there when it
 * began. A domain has two counts of readers; a grace period makes new readers use the other one, and waits
 * for the first to become zero. All of it lives in srcu_idx, which only the real implementation uses otherwise.
 */
#include <linux/bug.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <vitro/harness.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

#define COUNT_BITS 15
#define COUNT_MASK ((1U << COUNT_BITS) - 1)
#define CURRENT    (1U << 30)

struct request {
	struct list_head entry;
	struct srcu_struct *domain;
	struct rcu_head *head;
	rcu_callback_t function;
};

static unsigned int readers; /* of all domains */
static LIST_HEAD(requests);
static struct task_struct *server;
static DECLARE_WAIT_QUEUE_HEAD(reader_left);
static DECLARE_WAIT_QUEUE_HEAD(served);
static DEFINE_MUTEX(one_at_a_time);

static unsigned int count_of(const struct srcu_struct *domain, int index)
{
	return domain->srcu_idx >> index * COUNT_BITS & COUNT_MASK;
}

static bool has_readers(const struct srcu_struct *domain)
{
	return count_of(domain, 0) || count_of(domain, 1);
}

int __init_srcu_struct(struct srcu_struct *domain, const char *name, struct lock_class_key *key)
{
	lockdep_init_map(&domain->dep_map, name, key, 0);
	domain->srcu_idx = 0;
	return 0;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
/* Under CONFIG_PROVE_RCU; there are no NMIs here. */
void srcu_check_nmi_safety(struct srcu_struct *domain, bool nmi_safe)
{
}
#endif

static bool has_requests(const struct srcu_struct *domain)
{
	const struct request *request;

	list_for_each_entry(request, &requests, entry)
		if (request->domain == domain)
			return true;
	return false;
}

/* kernel/rcu/srcutree.c: a domain that is still read, or has callbacks, is a WARNING and leaks. */
void cleanup_srcu_struct(struct srcu_struct *domain)
{
	WARN_ON(has_readers(domain));
	WARN_ON(has_requests(domain));
}

int __srcu_read_lock(struct srcu_struct *domain)
{
	int index = !!(domain->srcu_idx & CURRENT);

	vitro_switch_point();
	domain->srcu_idx += 1U << index * COUNT_BITS;
	readers++;
	host_acquire(&domain->srcu_idx);
	return index;
}

void __srcu_read_unlock(struct srcu_struct *domain, int index)
{
	if (index < 0 || index > 1 || !count_of(domain, index))
		vitro_finding(
			HOST_MISUSE,
			"WARNING: bad unlock balance: srcu_read_unlock without srcu_read_lock");
	host_release(domain);
	domain->srcu_idx -= 1U << index * COUNT_BITS;
	readers--;
	wake_up_all(&reader_left);
}

static void wait_for_period(struct srcu_struct *domain)
{
	int old;

	mutex_lock(&one_at_a_time);
	old = !!(domain->srcu_idx & CURRENT);
	wait_event(reader_left, !count_of(domain, !old)); /* of the period before */
	domain->srcu_idx ^= CURRENT;
	wait_event(reader_left, !count_of(domain, old));
	mutex_unlock(&one_at_a_time);
	host_acquire(domain);
	host_release(&domain->srcu_idx);
}

/* 6.4 and later know it as a lock that readers take, too. */
static void check_not_reader(struct srcu_struct *domain)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	srcu_lock_sync(&domain->dep_map);
#endif
	RCU_LOCKDEP_WARN(lock_is_held(&domain->dep_map),
			 "Illegal synchronize_srcu() in same-type SRCU read-side critical section");
}

void synchronize_srcu(struct srcu_struct *domain)
{
	might_sleep();
	check_not_reader(domain);
	wait_for_period(domain);
}

void synchronize_srcu_expedited(struct srcu_struct *domain)
{
	synchronize_srcu(domain);
}

static void call_back(void *argument)
{
	struct request *request = argument;

	host_acquire(request->head);
	request->function(request->head);
}

static void serve(void *unused)
{
	struct request *request;

	for (;;) {
		request = list_first_entry_or_null(&requests, struct request, entry);
		if (!request) {
			vitro_task_idle();
			continue;
		}
		wait_for_period(request->domain);
		local_bh_disable();
		call_back(request);
		local_bh_enable();
		host_release((char *)request->domain + 1);
		list_del(&request->entry);
		kfree(request);
		wake_up_all(&served);
	}
}

void call_srcu(struct srcu_struct *domain, struct rcu_head *head, rcu_callback_t function)
{
	struct request *request = kmalloc(sizeof(*request), GFP_ATOMIC);

	*request = (struct request){ .domain = domain, .head = head, .function = function };
	host_release(head);
	list_add_tail(&request->entry, &requests);
	wake_up_state(server, TASK_IDLE);
}

void srcu_barrier(struct srcu_struct *domain)
{
	might_sleep();
	wait_event(served, !has_requests(domain));
	host_acquire((char *)domain + 1);
}

void vitro_check_srcu(void)
{
	if (readers)
		vitro_finding(HOST_MISUSE,
			      "BUG: input left %u SRCU read-side critical section(s) open",
			      readers);
}

static int __init spawn_server(void)
{
	server = vitro_task_new(serve, NULL, 0, "srcu");
	return 0;
}
VITRO_BOOT_CALL(spawn_server);
