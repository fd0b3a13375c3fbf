// SPDX-License-Identifier: GPL-2.0-only
/* Kernel threads that wait for each other, as include/linux/kthread.h and the scheduler promise. */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/srcu.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "selftest.h"

static struct completion ping, pong, done;
static int rounds;

static int answer(void *unused)
{
	int i;

	for (i = 0; i < 100; i++) {
		wait_for_completion(&ping);
		rounds++;
		complete(&pong);
	}
	return 7;
}

CASE(two_tasks_take_turns, NULL)
{
	struct task_struct *task;
	int i;

	init_completion(&ping);
	init_completion(&pong);
	rounds = 0;
	task = kthread_run(answer, NULL, "answer");
	get_task_struct(task);
	for (i = 0; i < 100; i++) {
		complete(&ping);
		wait_for_completion(&pong);
		EXPECT(rounds == i + 1);
	}
	EXPECT(kthread_stop(task) == 7);
	put_task_struct(task);
}

static int until_stopped(void *data)
{
	unsigned int *loops = data;

	while (!kthread_should_stop()) {
		++*loops;
		if (kthread_should_park())
			kthread_parkme();
		else
			schedule_timeout_interruptible(10);
	}
	return 3;
}

CASE(runs_until_it_is_stopped, NULL)
{
	unsigned int loops = 0;
	struct task_struct *task = kthread_run(until_stopped, &loops, "loop");

	schedule_timeout_uninterruptible(100);
	EXPECT(loops >= 10);
	EXPECT(kthread_stop(task) == 3);
}

CASE(is_parked_and_goes_on, NULL)
{
	unsigned int loops = 0, parked;
	struct task_struct *task = kthread_run(until_stopped, &loops, "loop");

	EXPECT(kthread_park(task) == 0);
	parked = loops;
	schedule_timeout_uninterruptible(100);
	EXPECT(loops == parked);
	kthread_unpark(task);
	schedule_timeout_uninterruptible(100);
	EXPECT(loops > parked);
	EXPECT(kthread_stop(task) == 3);
}

static noinline void leave(struct completion *completion)
{
	kthread_complete_and_exit(completion, 5);
}

static int leaves(void *data)
{
	leave(data);
	EXPECT(false);
	return 0;
}

CASE(may_exit_in_the_middle_of_a_call, NULL)
{
	int i;

	for (i = 0; i < 3; i++) {
		init_completion(&done);
		kthread_run(leaves, &done, "leaves");
		wait_for_completion(&done);
	}
}

CASE(is_left_behind, "leak: task loop:")
{
	static unsigned int loops;

	EXPECT(!IS_ERR(kthread_create(until_stopped, &loops, "loop")));
}

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);

static int second_then_first(void *unused)
{
	mutex_lock(&second);
	complete(&ping);
	mutex_lock(&first);
	mutex_unlock(&first);
	mutex_unlock(&second);
	return 0;
}

CASE(mutex_is_handed_over, NULL)
{
	struct task_struct *task;

	init_completion(&ping);
	mutex_lock(&first);
	task = kthread_run(second_then_first, NULL, "other");
	get_task_struct(task);
	wait_for_completion(&ping);
	EXPECT(!mutex_trylock(&second));
	mutex_unlock(&first);
	kthread_stop(task);
	put_task_struct(task);
	EXPECT(mutex_trylock(&second));
	mutex_unlock(&second);
}

static void forget(struct work_struct *work)
{
}

static int waits_for_nothing(void *unused)
{
	wait_for_completion(&done);
	return 0;
}

CASE(waits_too_long, "hang: INFO: task waiter:")
{
	static DECLARE_DELAYED_WORK(much_later, forget);

	init_completion(&done);
	kthread_run(waits_for_nothing, NULL, "waiter");
	schedule_delayed_work(&much_later, 1000 * HZ);
	flush_delayed_work(&much_later);
	schedule_timeout_interruptible(200 * HZ);
}

DEFINE_STATIC_SRCU(domain);
static bool reader_left;

static int sleeping_reader(void *unused)
{
	int index = srcu_read_lock(&domain);

	complete(&ping);
	schedule_timeout_uninterruptible(10);
	reader_left = true;
	srcu_read_unlock(&domain, index);
	return 0;
}

CASE(srcu_waits_for_a_reader_that_sleeps, NULL)
{
	init_completion(&ping);
	reader_left = false;
	kthread_run(sleeping_reader, NULL, "reader");
	wait_for_completion(&ping);
	EXPECT(!reader_left);
	synchronize_srcu(&domain);
	EXPECT(reader_left);
}

static int spinning_cpu = -1;

static void note_cpu(struct work_struct *work)
{
	WRITE_ONCE(spinning_cpu, raw_smp_processor_id());
}

CASE(work_of_another_cpu_runs_while_we_spin, NULL)
{
	static DECLARE_WORK(elsewhere, note_cpu);

	spinning_cpu = -1;
	preempt_disable();
	queue_work_on(2, system_wq, &elsewhere);
	while (READ_ONCE(spinning_cpu) < 0)
		cpu_relax();
	preempt_enable();
	EXPECT(spinning_cpu == 2);
}

CASE(work_of_this_cpu_does_not, "hang: BUG: soft lockup")
{
	static DECLARE_WORK(here, note_cpu);

	spinning_cpu = -1;
	preempt_disable();
	queue_work_on(0, system_wq, &here);
	while (READ_ONCE(spinning_cpu) < 0)
		cpu_relax();
	preempt_enable();
}

static int order[4], in_order;

static void sleeps_first(struct work_struct *work)
{
	schedule_timeout_uninterruptible(10);
	order[in_order++] = 1;
}

static void goes_on(struct work_struct *work)
{
	order[in_order++] = 2;
}

static DECLARE_WORK(sleeper, sleeps_first);
static DECLARE_WORK(walker, goes_on);

CASE(a_work_that_sleeps_lets_the_next_run, NULL)
{
	in_order = 0;
	schedule_work(&sleeper);
	schedule_work(&walker);
	flush_work(&sleeper);
	EXPECT(in_order == 2 && order[0] == 2 && order[1] == 1);
}

CASE(an_ordered_queue_keeps_the_order, NULL)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("ordered", 0);

	in_order = 0;
	queue_work(wq, &sleeper);
	queue_work(wq, &walker);
	flush_work(&walker);
	EXPECT(in_order == 2 && order[0] == 1 && order[1] == 2);
	destroy_workqueue(wq);
}

CASE(an_unbound_work_runs_elsewhere, NULL)
{
	static DECLARE_WORK(unbound, note_cpu);

	spinning_cpu = -1;
	queue_work(system_unbound_wq, &unbound);
	flush_work(&unbound);
	EXPECT(spinning_cpu > 0);
}
