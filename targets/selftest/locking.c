// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's own locks and queues, on the shim's scheduler: one task has what another waits for. */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/notifier.h>
#include <linux/percpu-rwsem.h>
#include <linux/rtmutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/semaphore.h>
#include <linux/swait.h>
#include <linux/wait_bit.h>

#include "selftest.h"

static DEFINE_RT_MUTEX(rtmutex);
static DEFINE_RT_MUTEX(second_rtmutex);
static DECLARE_RWSEM(rwsem);
static DEFINE_STATIC_PERCPU_RWSEM(percpu_rwsem);
static DEFINE_SEMAPHORE(semaphore
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
			,
			1
#endif
);
static DECLARE_SWAIT_QUEUE_HEAD(swait);
static BLOCKING_NOTIFIER_HEAD(blocking);
static struct completion done;
static bool entered, condition;
static unsigned long word;
static int var;

/* Another task enters: it must not before @leave, and must afterwards. */
static void contend(int (*enter)(void *unused), void (*leave)(void))
{
	struct task_struct *task;

	entered = false;
	task = kthread_run(enter, NULL, "other");
	get_task_struct(task);
	schedule_timeout_uninterruptible(5);
	EXPECT(!entered);
	leave();
	schedule_timeout_uninterruptible(5);
	EXPECT(entered);
	kthread_stop(task);
	put_task_struct(task);
}

static int take_rtmutex(void *unused)
{
	rt_mutex_lock(&rtmutex);
	entered = true;
	rt_mutex_unlock(&rtmutex);
	return 0;
}

static void leave_rtmutex(void)
{
	rt_mutex_unlock(&rtmutex);
}

CASE(rtmutex_is_handed_over, NULL)
{
	rt_mutex_lock(&rtmutex);
	EXPECT(rt_mutex_base_is_locked(&rtmutex.rtmutex) && !rt_mutex_trylock(&rtmutex));
	contend(take_rtmutex, leave_rtmutex);
	EXPECT(rt_mutex_trylock(&rtmutex));
	rt_mutex_unlock(&rtmutex);
}

static int take_read(void *unused)
{
	down_read(&rwsem);
	entered = true;
	up_read(&rwsem);
	return 0;
}

static void leave_write(void)
{
	up_write(&rwsem);
}

CASE(rwsem_writer_keeps_readers_out, NULL)
{
	down_write(&rwsem);
	contend(take_read, leave_write);
}

static int take_write(void *unused)
{
	down_write(&rwsem);
	entered = true;
	up_write(&rwsem);
	return 0;
}

static void leave_read(void)
{
	up_read(&rwsem);
}

CASE(rwsem_reader_keeps_writers_out, NULL)
{
	down_read(&rwsem);
	contend(take_write, leave_read);
}

static int take_percpu_read(void *unused)
{
	percpu_down_read(&percpu_rwsem);
	entered = true;
	percpu_up_read(&percpu_rwsem);
	return 0;
}

static void leave_percpu_write(void)
{
	percpu_up_write(&percpu_rwsem);
}

CASE(percpu_rwsem_writer_keeps_readers_out, NULL)
{
	percpu_down_write(&percpu_rwsem);
	contend(take_percpu_read, leave_percpu_write);
}

static int take_percpu_write(void *unused)
{
	percpu_down_write(&percpu_rwsem);
	entered = true;
	percpu_up_write(&percpu_rwsem);
	return 0;
}

static void leave_percpu_read(void)
{
	percpu_up_read(&percpu_rwsem);
}

CASE(percpu_rwsem_reader_keeps_writers_out, NULL)
{
	percpu_down_read(&percpu_rwsem);
	contend(take_percpu_write, leave_percpu_read);
}

static int take_semaphore(void *unused)
{
	down(&semaphore);
	entered = true;
	up(&semaphore);
	return 0;
}

static void leave_semaphore(void)
{
	up(&semaphore);
}

CASE(semaphores, NULL)
{
	down(&semaphore);
	EXPECT(down_trylock(&semaphore) && down_timeout(&semaphore, 2) == -ETIME);
	contend(take_semaphore, leave_semaphore);
}

static int wait_simply(void *unused)
{
	swait_event_exclusive(swait, READ_ONCE(condition));
	entered = true;
	return 0;
}

static void wake_simply(void)
{
	WRITE_ONCE(condition, true);
	swake_up_one(&swait);
}

CASE(simple_wait_queues, NULL)
{
	condition = false;
	contend(wait_simply, wake_simply);
}

static int wait_for_bit(void *unused)
{
	wait_on_bit(&word, 3, TASK_UNINTERRUPTIBLE);
	entered = true;
	return 0;
}

static void clear_the_bit(void)
{
	clear_and_wake_up_bit(3, &word);
}

CASE(bits_are_waited_for, NULL)
{
	word = BIT(3);
	contend(wait_for_bit, clear_the_bit);
}

static int wait_for_var(void *unused)
{
	wait_var_event(&var, READ_ONCE(var));
	entered = true;
	return 0;
}

static void set_var(void)
{
	WRITE_ONCE(var, 1);
	wake_up_var(&var);
}

CASE(variables_are_waited_for, NULL)
{
	var = 0;
	contend(wait_for_var, set_var);
}

static int wait_for_all(void *unused)
{
	wait_for_completion(&done);
	wait_for_completion(&done);
	entered = true;
	return 0;
}

static void complete_it(void)
{
	complete_all(&done);
}

CASE(completions, NULL)
{
	init_completion(&done);
	contend(wait_for_all, complete_it);
	EXPECT(try_wait_for_completion(&done));
}

static int stay(struct notifier_block *block, unsigned long action, void *data)
{
	wait_for_completion(&done);
	*(unsigned long *)data += action;
	return NOTIFY_OK;
}

static struct notifier_block block = { .notifier_call = stay };

static int unregister(void *unused)
{
	blocking_notifier_chain_unregister(&blocking, &block);
	entered = true;
	return 0;
}

static int call_chain(void *data)
{
	EXPECT(blocking_notifier_call_chain(&blocking, 7, data) == NOTIFY_OK);
	return 0;
}

CASE(a_notifier_is_unregistered_when_it_is_through, NULL)
{
	unsigned long sum = 0;

	init_completion(&done);
	blocking_notifier_chain_register(&blocking, &block);
	kthread_run(call_chain, &sum, "caller");
	schedule_timeout_uninterruptible(1);
	contend(unregister, complete_it);
	EXPECT(sum == 7);
}

static int take_second_first(void *unused)
{
	rt_mutex_lock(&second_rtmutex);
	schedule_timeout_uninterruptible(2);
	rt_mutex_lock(&rtmutex);
	rt_mutex_unlock(&rtmutex);
	rt_mutex_unlock(&second_rtmutex);
	return 0;
}

CASE(rtmutexes_in_both_orders, "misuse: WARNING: possible circular locking dependency detected")
{
	kthread_run(take_second_first, NULL, "other");
	schedule_timeout_uninterruptible(5);
	rt_mutex_lock(&rtmutex);
	rt_mutex_lock(&second_rtmutex);
}
