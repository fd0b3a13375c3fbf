// SPDX-License-Identifier: GPL-2.0-only
/* Waiting, waking and kernel threads. */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "selftest.h"

static struct completion done;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static bool condition;

static void finish(struct work_struct *work)
{
	WRITE_ONCE(condition, true);
	complete(&done);
	wake_up(&queue);
}

static DECLARE_WORK(finisher, finish);
static DECLARE_DELAYED_WORK(late_finisher, finish);

static void prepare(void)
{
	init_completion(&done);
	condition = false;
}

CASE(current_is_a_task_in_process_context, NULL)
{
	EXPECT(in_task() && !in_atomic() && !irqs_disabled());
	EXPECT(task_is_running(current));
	EXPECT(current->comm[0]);
}

CASE(waits_for_a_work, NULL)
{
	prepare();
	schedule_work(&finisher);
	wait_for_completion(&done);
	EXPECT(condition);
}

CASE(waits_for_a_timer, NULL)
{
	unsigned long start = jiffies;

	prepare();
	schedule_delayed_work(&late_finisher, 30);
	EXPECT(wait_for_completion_timeout(&done, 100) == 70);
	EXPECT(jiffies - start == 30);
}

CASE(wait_times_out, NULL)
{
	unsigned long start = jiffies;

	prepare();
	EXPECT(wait_for_completion_timeout(&done, 20) == 0);
	EXPECT(wait_event_timeout(queue, condition, 20) == 0);
	EXPECT(jiffies - start == 40);
}

CASE(wait_event_sees_the_wake_up, NULL)
{
	prepare();
	schedule_work(&finisher);
	wait_event(queue, condition);
	EXPECT(wait_event_interruptible(queue, condition) == 0);
}

static int thread(void *data)
{
	EXPECT(current->flags & PF_KTHREAD);
	*(bool *)data = true;
	complete(&done);
	return 0;
}

CASE(kernel_thread_runs_while_we_wait, NULL)
{
	struct task_struct *task;

	prepare();
	task = kthread_run(thread, &condition, "selftest");
	EXPECT(!condition && task != current);
	EXPECT(!strcmp(task->comm, "selftest"));
	wait_for_completion(&done);
	EXPECT(condition);
}

/* A wake-up orders for the race detector, whether the task sleeps already or is about to. */
static int told;

static int tell(void *sleeper)
{
	told++;
	wake_up_process(sleeper);
	while (!kthread_should_stop())
		schedule();
	return 0;
}

static void be_told(void (*let_run)(void))
{
	struct task_struct *task = kthread_create_on_cpu(tell, current, 2, "teller/%u");
	int before = told;

	wake_up_process(task);
	set_current_state(TASK_UNINTERRUPTIBLE);
	let_run();
	schedule();
	EXPECT(told == before + 1);
	kthread_stop(task);
}

static void sleep_at_once(void)
{
}

CASE(what_woke_it_comes_before, NULL)
{
	be_told(sleep_at_once);
}

CASE(what_woke_it_before_it_slept_comes_before, NULL)
{
	be_told(cpu_relax);
}

CASE(kernel_thread_that_is_not_woken_does_not_run, NULL)
{
	struct task_struct *task;

	prepare();
	task = kthread_create(thread, &condition, "selftest");
	schedule_timeout_uninterruptible(10);
	EXPECT(!condition);
	EXPECT(kthread_stop(task) == -EINTR);
}

CASE(nobody_wakes, "hang: INFO: task vitro:N blocked")
{
	prepare();
	wait_for_completion(&done);
}

CASE(wait_in_atomic_context, ATOMIC_SLEEP)
{
	prepare();
	preempt_disable();
	wait_for_completion(&done);
}

CASE(schedule_with_interrupts_off, "misuse: BUG: scheduling with interrupts disabled")
{
	local_irq_disable();
	schedule();
}

CASE(schedule_in_a_reader,
     "misuse: WARNING: Voluntary context switch within RCU read-side critical section!")
{
	rcu_read_lock();
	schedule_timeout_uninterruptible(1);
}

static int end_atomic(void *unused)
{
	preempt_disable();
	return 0;
}

CASE(task_ends_in_atomic_context, "misuse: BUG: scheduling while atomic: ender")
{
	kthread_run(end_atomic, NULL, "ender");
	schedule_timeout_uninterruptible(1);
}

CASE(blocks_while_it_waits,
     "misuse: WARNING: do not call blocking ops when !TASK_RUNNING; state=1 set at blocks_while_it_waits")
{
	set_current_state(TASK_INTERRUPTIBLE);
	kfree(kmalloc(8, GFP_KERNEL));
}

CASE(blocks_between_waits, NULL)
{
	set_current_state(TASK_INTERRUPTIBLE);
	__set_current_state(TASK_RUNNING);
	kfree(kmalloc(8, GFP_KERNEL));
}

CASE(must_not_block, ATOMIC_SLEEP)
{
	non_block_start();
	might_sleep();
}

CASE(assumed_atomic, "misuse: BUG: assuming atomic context at")
{
	preempt_disable();
	cant_sleep();
	preempt_enable();
	cant_sleep();
}

CASE(schedule_in_atomic_context, "misuse: BUG: scheduling while atomic")
{
	preempt_disable();
	schedule();
}

CASE(cond_resched_in_atomic_context, ATOMIC_SLEEP)
{
	preempt_disable();
	cond_resched();
}

CASE(spins_for_ever, "hang: BUG: soft lockup")
{
	prepare();
	while (!READ_ONCE(condition))
		cpu_relax();
}

CASE(spins_until_a_work_has_run, NULL)
{
	prepare();
	schedule_work(&finisher);
	while (!READ_ONCE(condition))
		cpu_relax();
}

static void finish_later(struct work_struct *work)
{
	might_sleep();
	finish(work);
}

CASE(what_we_disable_is_enabled_for_others, NULL)
{
	static DECLARE_WORK(sleeper, finish_later);

	prepare();
	queue_work_on(1, system_wq, &sleeper);
	preempt_disable();
	local_irq_disable();
	while (!READ_ONCE(condition))
		cpu_relax();
	EXPECT(irqs_disabled() && in_atomic());
	local_irq_enable();
	preempt_enable();
}
