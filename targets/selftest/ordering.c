// SPDX-License-Identifier: GPL-2.0-only
/*
 * What waits for the end of something comes behind it for the race detector, too, when there was nothing left to wait for: works,
 * timers and callbacks here write plainly, and have long ended when the case asks for their end and writes plainly itself.
 */
#include <linux/gfp.h>
#include <linux/jiffies.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/srcu.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "selftest.h"

DEFINE_STATIC_SRCU(domain);
static int plain;

static void write_in_work(struct work_struct *work)
{
	plain++;
}

static void write_in_timer(struct timer_list *timer)
{
	plain++;
}

static void write_in_callback(struct rcu_head *head)
{
	plain++;
}

static DECLARE_WORK(work, write_in_work);
static DECLARE_DELAYED_WORK(delayed, write_in_work);
static DEFINE_TIMER(timer, write_in_timer);

/* Nothing here orders: the others just run. */
static void let_others_run(void)
{
	int i;

	for (i = 0; i < 100; i++)
		cpu_relax();
}

static void after_work(void (*wait)(void))
{
	schedule_work_on(2, &work);
	let_others_run();
	wait();
	plain++;
}

static void flush(void)
{
	EXPECT(!flush_work(&work));
}

static void cancel(void)
{
	EXPECT(!cancel_work_sync(&work));
}

CASE(flush_work_that_has_ended, NULL)
{
	after_work(flush);
}

CASE(cancel_work_that_has_ended, NULL)
{
	after_work(cancel);
}

CASE(cancel_delayed_work_that_has_ended, NULL)
{
	schedule_delayed_work_on(2, &delayed, 1);
	let_others_run();
	EXPECT(!cancel_delayed_work_sync(&delayed));
	plain++;
}

static void write_in_queue(void (*end)(struct workqueue_struct *queue))
{
	struct workqueue_struct *queue = alloc_workqueue("selftest", 0, 0);

	queue_work_on(2, queue, &work);
	let_others_run();
	end(queue);
	plain++;
	if (end != destroy_workqueue)
		destroy_workqueue(queue);
}

CASE(flush_queue_that_is_idle, NULL)
{
	write_in_queue(__flush_workqueue);
}

CASE(drain_queue_that_is_idle, NULL)
{
	write_in_queue(drain_workqueue);
}

CASE(destroy_queue_that_is_idle, NULL)
{
	write_in_queue(destroy_workqueue);
}

CASE(delete_timer_that_has_fired, NULL)
{
	timer.expires = jiffies + 1;
	add_timer_on(&timer, 2);
	let_others_run();
	EXPECT(!del_timer_sync(&timer));
	plain++;
}

/* Callbacks run on the CPU that has queued them. */
static void call_here(void *head)
{
	call_rcu(head, write_in_callback);
}

CASE(barrier_behind_callbacks_that_have_run, NULL)
{
	static struct rcu_head head;

	smp_call_function_single(2, call_here, &head, true);
	let_others_run();
	rcu_barrier();
	plain++;
}

/* On another CPU than those that serve SRCU. */
static void wait_for_srcu(struct work_struct *work)
{
	static struct rcu_head head;

	call_srcu(&domain, &head, write_in_callback);
	let_others_run();
	srcu_barrier(&domain);
	plain++;
}

CASE(srcu_barrier_behind_callbacks_that_have_run, NULL)
{
	static DECLARE_WORK(waiter, wait_for_srcu);

	schedule_work_on(2, &waiter);
	flush_work(&waiter);
}

/* More pages than wait for their turn. */
static void write_to_pages(struct work_struct *work)
{
	unsigned long page;
	int i;

	for (i = 0; i < 600; i++) {
		page = __get_free_page(GFP_KERNEL);
		(*(int *)page)++;
		free_page(page);
	}
}

CASE(page_that_another_cpu_had, NULL)
{
	static DECLARE_WORK(other, write_to_pages);

	schedule_work_on(2, &other);
	let_others_run();
	write_to_pages(NULL);
}

static DECLARE_WAIT_QUEUE_HEAD(queue);

static int wake_and_take_off(struct wait_queue_entry *entry, unsigned int mode, int flags,
			     void *key)
{
	wake_up_state(entry->private, mode);
	list_del_init_careful(&entry->entry);
	return 1;
}

static void wake_queue(struct work_struct *work)
{
	wake_up(&queue);
}

/* As in mm/filemap.c: behind finish_wait() the entry is the waiter's. */
CASE(entry_that_the_waker_took_off, NULL)
{
	static DECLARE_WORK(waker, wake_queue);
	DEFINE_WAIT_FUNC(entry, wake_and_take_off);

	schedule_work_on(2, &waker);
	prepare_to_wait(&queue, &entry, TASK_UNINTERRUPTIBLE);
	schedule();
	finish_wait(&queue, &entry);
	memset(HIDDEN(&entry), 0, sizeof(entry));
}

#ifdef VITRO_FLAVOUR_THREAD
static void do_not_wait(void)
{
}

CASE(work_that_is_not_waited_for, "data-race in after_work / write_in_work")
{
	after_work(do_not_wait);
}
#endif
