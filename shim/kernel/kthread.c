// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel threads (kernel/kthread.c) that run to completion when somebody waits. One that loops until it is
 * stopped needs the execution model, and says so when it first waits.
 */
#include <linux/completion.h>
#include <linux/init_task.h>
#include <linux/kthread.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <vitro/host.h>

#include "internal.h"

struct thread {
	struct task_struct task;
	struct list_head entry;
	int (*function)(void *data);
	void *data;
	bool started, stop;
	struct completion *exited;
	void *exit_to[5]; /* __builtin_setjmp() buffer */
};

static LIST_HEAD(startable);

static struct thread *thread_of(struct task_struct *task)
{
	return container_of(task, struct thread, task);
}

struct task_struct *kthread_create_on_node(int (*function)(void *data), void *data, int node,
					   const char format[], ...)
{
	struct thread *thread = kzalloc(sizeof(*thread), GFP_KERNEL);
	va_list arguments;

	memcpy(&thread->task, &init_task, sizeof(init_task));
	va_start(arguments, format);
	vscnprintf(thread->task.comm, sizeof(thread->task.comm), format, arguments);
	va_end(arguments);
	thread->function = function;
	thread->data = data;
	thread->task.flags |= PF_KTHREAD;
	refcount_set(&thread->task.usage, 1);
	WRITE_ONCE(thread->task.__state, TASK_UNINTERRUPTIBLE);
	list_add_tail(&thread->entry, &startable);
	return &thread->task;
}

static void finish(struct thread *thread)
{
	if (thread->exited)
		complete(thread->exited);
	put_task_struct(&thread->task);
}

/* kernel/fork.c: the last reference to a task is gone. */
void __put_task_struct(struct task_struct *task)
{
	kfree(thread_of(task));
}

static void run(void *argument)
{
	struct thread *thread = argument;

	if (!__builtin_setjmp(thread->exit_to))
		thread->function(thread->data);
}

bool vitro_run_kthread(void)
{
	struct thread *thread;

	list_for_each_entry(thread, &startable, entry) {
		if (READ_ONCE(thread->task.__state) != TASK_RUNNING)
			continue;
		list_del(&thread->entry);
		thread->started = true;
		vitro_run_as(&thread->task, run, thread);
		finish(thread);
		return true;
	}
	return false;
}

bool kthread_should_stop(void)
{
	return current != &init_task && thread_of(current)->stop;
}

/* A thread that has not run yet never will; one that runs below us cannot be waited for here. */
int kthread_stop(struct task_struct *task)
{
	struct thread *thread = thread_of(task);

	if (thread->started)
		vitro_finding(HOST_HOLE,
			      "kthread_stop of a running thread (%s) needs the execution model",
			      task->comm);
	list_del(&thread->entry);
	finish(thread);
	return -EINTR;
}

void __noreturn kthread_exit(long result)
{
	__builtin_longjmp(thread_of(current)->exit_to, 1);
}

void __noreturn kthread_complete_and_exit(struct completion *completion, long result)
{
	if (completion)
		complete(completion);
	kthread_exit(result);
}
