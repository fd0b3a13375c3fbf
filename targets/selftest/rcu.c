// SPDX-License-Identifier: GPL-2.0-only
/* RCU, as Documentation/RCU has it. */
#include <linux/irqflags.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "selftest.h"

struct item {
	struct rcu_head rcu;
	int number;
};

static int ran[2], count;

static void note(struct rcu_head *head)
{
	ran[count++] = container_of(head, struct item, rcu)->number;
}

CASE(callback_runs_after_the_reader, NULL)
{
	static struct item item = { .number = 3 };

	count = 0;
	rcu_read_lock();
	call_rcu(&item.rcu, note);
	EXPECT(count == 0);
	rcu_read_unlock();
	rcu_barrier();
	EXPECT(count == 1 && ran[0] == 3);
}

/* ---- What is taken back behind readers, these have read before: without rcu_read_lock(), too ---- */

static int plain, *published;

static void read_published(void)
{
	int *pointer = READ_ONCE(published);

	if (pointer)
		HIDDEN(*pointer);
}

static void with_preemption_off(void)
{
	preempt_disable();
	read_published();
	preempt_enable();
}

static void with_interrupts_off(void)
{
	local_irq_disable();
	read_published();
	local_irq_enable();
}

static void with_both_off(void)
{
	static DEFINE_SPINLOCK(lock);
	unsigned long flags;

	spin_lock_irqsave(&lock, flags);
	read_published();
	spin_unlock_irqrestore(&lock, flags);
}

static int read_plain(void *reader)
{
	void (*read)(void) = reader;

	read();
	while (!kthread_should_stop())
		schedule();
	return 0;
}

static void write_plain(struct rcu_head *head)
{
	plain++;
}

static void write_behind(void (*reader)(void))
{
	static struct rcu_head head;
	struct task_struct *task = kthread_create_on_cpu(read_plain, reader, 2, "reader/%u");

	WRITE_ONCE(published, &plain);
	wake_up_process(task);
	schedule();
	WRITE_ONCE(published, NULL);
	call_rcu(&head, write_plain);
	rcu_barrier();
	kthread_stop(task);
}

CASE(preemption_off_is_a_reader, NULL)
{
	write_behind(with_preemption_off);
}

CASE(interrupts_off_are_a_reader, NULL)
{
	write_behind(with_interrupts_off);
}

CASE(a_spinlock_is_a_reader, NULL)
{
	write_behind(with_both_off);
}

#ifdef VITRO_FLAVOUR_THREAD
CASE(no_reader_is_a_race, "data-race in read_published / write_plain")
{
	write_behind(read_published);
}
#endif

CASE(callbacks_run_in_order, NULL)
{
	static struct item first = { .number = 1 }, second = { .number = 2 };

	count = 0;
	call_rcu(&second.rcu, note);
	call_rcu(&first.rcu, note);
	rcu_barrier();
	EXPECT(count == 2 && ran[0] == 2 && ran[1] == 1);
}

CASE(kfree_rcu_waits_for_the_reader, NULL)
{
	struct item *item = kzalloc(sizeof(*item), GFP_KERNEL);

	rcu_read_lock();
	kfree_rcu(item, rcu);
	EXPECT(item->number == 0);
	rcu_read_unlock();
}

CASE(kfree_rcu_frees_vmalloc_memory, NULL)
{
	struct item *item = kvmalloc(KMALLOC_MAX_SIZE + PAGE_SIZE, GFP_KERNEL);

	kvfree_rcu(item, rcu);
}

CASE(synchronize_without_reader, NULL)
{
	rcu_read_lock();
	rcu_read_lock();
	rcu_read_unlock();
	rcu_read_unlock();
	synchronize_rcu();
	synchronize_rcu_expedited();
}

static bool drained;

static void note_drained(struct rcu_head *head)
{
	drained = true;
}

CASE(what_is_queued_runs_before_the_next_input, NULL)
{
	static struct rcu_head late;
	static bool second_time;

	EXPECT(drained == second_time);
	second_time = true;
	drained = false;
	call_rcu(&late, note_drained);
}

CASE(synchronize_in_a_reader, ATOMIC_SLEEP)
{
	rcu_read_lock();
	synchronize_rcu();
	rcu_read_unlock();
}

CASE(sleep_in_a_reader, ATOMIC_SLEEP)
{
	rcu_read_lock();
	kfree(kmalloc(8, GFP_KERNEL));
	rcu_read_unlock();
}

CASE(reader_left_open,
     "misuse: WARNING: lock held when returning to user space! rcu_read_lock taken in")
{
	rcu_read_lock();
}

CASE(unlock_without_lock, "misuse: WARNING: bad unlock balance")
{
	rcu_read_unlock();
}

static void sleep_there(struct rcu_head *head)
{
	kfree(kmalloc(8, GFP_KERNEL));
}

CASE(callback_that_sleeps, ATOMIC_SLEEP)
{
	static struct rcu_head head;

	call_rcu(&head, sleep_there);
}

CASE(call_rcu_to_nothing_frees_nothing,
     "leak: memory leak of N bytes in N objects, first of kmalloc")
{
	struct item *item = kzalloc(sizeof(*item), GFP_KERNEL);

	count = 0;
	call_rcu(&item->rcu, note);
}

#ifdef VITRO_FLAVOUR_ADDRESS
CASE(use_after_kfree_rcu, "slab-use-after-free read")
{
	struct item *item = kzalloc(sizeof(*item), GFP_KERNEL);

	kfree_rcu(item, rcu);
	rcu_barrier();
	synchronize_rcu();
	TOUCH(&item->number);
}
#endif
