// SPDX-License-Identifier: GPL-2.0-only
/* Kernel threads, as include/linux/kthread.h and kernel/kthread.c promise them. */
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/freezer.h>
#include <linux/init_task.h>
#include <linux/kthread.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

enum { SHOULD_STOP, SHOULD_PARK };

struct kthread {
	struct task_struct task;
	unsigned long flags;
	int (*function)(void *data);
	void *data;
	int result;
	struct completion parked, exited;
};

/*
 * The memory of those that are gone rests, poisoned, until as many others are: giving it back and getting it anew
 * would cost more than all else that a short task does.
 */
#define RESTING 32
#define ROOM \
	512 /* more than there can be, but for those whose references were kept: they rest for ever */

static struct kthread *resting[ROOM];
static unsigned int first, count;

static struct kthread *take_memory(void)
{
	struct kthread *thread;

	if (count < RESTING) {
		thread = host_reserve(0, sizeof(*thread), true);
	} else {
		thread = resting[first++ % ROOM];
		count--;
		host_unpoison(thread, sizeof(*thread), true);
	}
	host_ledger_add(thread, sizeof(*thread), HOST_SLAB, NULL);
	memset((void *)thread + sizeof(thread->task), 0, sizeof(*thread) - sizeof(thread->task));
	return thread;
}

static void put_memory(struct kthread *thread)
{
	vitro_check_free(thread, sizeof(*thread));
	host_ledger_remove(thread);
	host_poison(thread, sizeof(*thread));
	if (count < ROOM)
		resting[(first + count++) % ROOM] = thread;
}

static struct kthread *kthread_of(struct task_struct *task)
{
	return container_of(task, struct kthread, task);
}

static void leave(struct kthread *thread, int result)
{
	thread->result = result;
	complete_all(&thread->exited);
}

/* One that is stopped before it was first woken never calls its function. */
static void run(void *argument)
{
	struct kthread *thread = argument;
	int result = -EINTR;

	if (!test_bit(SHOULD_STOP, &thread->flags))
		result = thread->function(thread->data);
	leave(thread, result);
}

/* Who asks waits for kthreadd, and is told -EINTR when it is killed meanwhile. */
static struct task_struct *create(int (*function)(void *data), void *data, unsigned int cpu,
				  const char *name)
{
	struct kthread *thread;

	if (fatal_signal_pending(current))
		return ERR_PTR(-EINTR);
	thread = take_memory();
	thread->function = function;
	thread->data = data;
	init_completion(&thread->parked);
	init_completion(&thread->exited);
	vitro_task_attach(&thread->task, run, thread, cpu, name);
	return &thread->task;
}

struct task_struct *kthread_create_on_node(int (*function)(void *data), void *data, int node,
					   const char format[], ...)
{
	char name[TASK_COMM_LEN];
	va_list arguments;

	might_sleep();
	va_start(arguments, format);
	vscnprintf(name, sizeof(name), format, arguments);
	va_end(arguments);
	return create(function, data, vitro_cpu, name);
}

struct task_struct *kthread_create_on_cpu(int (*function)(void *data), void *data, unsigned int cpu,
					  const char *format)
{
	char name[TASK_COMM_LEN];

	might_sleep();
	scnprintf(name, sizeof(name), format, cpu);
	return create(function, data, cpu, name);
}

/* kernel/fork.c: the last reference to a task is gone. */
void __put_task_struct(struct task_struct *task)
{
	host_acquire(&task->usage); /* what it did itself */
	put_memory(kthread_of(task));
}

void kthread_bind(struct task_struct *task, unsigned int cpu)
{
	task_thread_info(task)->cpu = cpu;
}

bool kthread_should_stop(void)
{
	return current->flags & PF_KTHREAD && test_bit(SHOULD_STOP, &kthread_of(current)->flags);
}

bool kthread_should_park(void)
{
	return test_bit(SHOULD_PARK, &kthread_of(current)->flags);
}

bool kthread_should_stop_or_park(void)
{
	return kthread_should_stop() || kthread_should_park();
}

bool kthread_freezable_should_stop(bool *was_frozen)
{
	if (was_frozen)
		*was_frozen = false;
	return kthread_should_stop();
}

void *kthread_data(struct task_struct *task)
{
	return kthread_of(task)->data;
}

void *kthread_func(struct task_struct *task)
{
	return kthread_of(task)->function;
}

void kthread_parkme(void)
{
	struct kthread *thread = kthread_of(current);

	while (test_bit(SHOULD_PARK, &thread->flags)) {
		complete(&thread->parked);
		set_special_state(TASK_PARKED);
		schedule();
	}
}

void kthread_unpark(struct task_struct *task)
{
	clear_bit(SHOULD_PARK, &kthread_of(task)->flags);
	wake_up_state(task, TASK_PARKED);
}

int kthread_park(struct task_struct *task)
{
	struct kthread *thread = kthread_of(task);

	if (WARN_ON(task->flags & PF_EXITING))
		return -ENOSYS;
	if (WARN_ON_ONCE(test_and_set_bit(SHOULD_PARK, &thread->flags)))
		return -EBUSY;
	if (task != current) {
		wake_up_process(task);
		wait_for_completion(&thread->parked);
	}
	return 0;
}

int kthread_stop(struct task_struct *task)
{
	struct kthread *thread = kthread_of(task);
	int result;

	get_task_struct(task);
	set_bit(SHOULD_STOP, &thread->flags);
	kthread_unpark(task);
	wake_up_process(task);
	wait_for_completion(&thread->exited);
	result = thread->result;
	put_task_struct(task);
	return result;
}

int kthread_stop_put(struct task_struct *task)
{
	int result = kthread_stop(task);

	put_task_struct(task);
	return result;
}

void __noreturn kthread_exit(long result)
{
	leave(kthread_of(current), result);
	vitro_task_exit();
}

void __noreturn kthread_complete_and_exit(struct completion *completion, long result)
{
	if (completion)
		complete(completion);
	kthread_exit(result);
}

/* ---- Workers: kthread_worker.c ---- */

static struct kthread_worker *create_worker(unsigned int flags, unsigned int cpu, const char *name)
{
	struct kthread_worker *worker = kzalloc(sizeof(*worker), GFP_KERNEL);
	struct task_struct *task;

	if (!worker)
		return ERR_PTR(-ENOMEM);
	kthread_init_worker(worker);
	task = create(kthread_worker_fn, worker, cpu, name);
	if (IS_ERR(task)) {
		kfree(worker);
		return ERR_CAST(task);
	}
	worker->flags = flags;
	worker->task = task;
	wake_up_process(task);
	return worker;
}

struct kthread_worker *kthread_create_worker(unsigned int flags, const char format[], ...)
{
	char name[TASK_COMM_LEN];
	va_list arguments;

	might_sleep();
	va_start(arguments, format);
	vscnprintf(name, sizeof(name), format, arguments);
	va_end(arguments);
	return create_worker(flags, vitro_cpu, name);
}

struct kthread_worker *kthread_create_worker_on_cpu(int cpu, unsigned int flags,
						    const char format[], ...)
{
	char name[TASK_COMM_LEN];
	va_list arguments;

	might_sleep();
	va_start(arguments, format);
	vscnprintf(name, sizeof(name), format, arguments);
	va_end(arguments);
	return create_worker(flags, cpu, name);
}
