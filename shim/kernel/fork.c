// SPDX-License-Identifier: GPL-2.0-only
/*
 * How tasks begin and end (kernel/fork.c, copy_process(), and kernel/exit.c). A stack serves one task after the other: those that
 * are free keep theirs for the next one.
 */
#include <linux/debug_locks.h>
#include <linux/init_task.h>
#include <linux/iocontext.h>
#include <linux/kcsan-checks.h>
#include <linux/lockdep.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <vitro/host.h>
#include <vitro/task.h>

#include "internal.h"
#include "sched.h"
#include "stacktrace.h"

#define FIBERS_MAX 256

/* A stack and whom it serves. */
static struct fiber {
	struct vitro_fiber *stack;
	struct task_struct *task;
	void (*function)(void *argument);
	void *argument;
	bool abandoned; /* its task ended in the middle of a call */
} fibers[FIBERS_MAX];

static struct vitro_stack held_at[FIBERS_MAX + 1][MAX_LOCK_DEPTH]; /* the last is init_task's */

LIST_HEAD(vitro_tasks);
static pid_t next_pid = 2, first_pid;
static unsigned int of_input;    /* tasks that an input began and that have not ended */
static struct task_struct *dead; /* has ended, and was still running when it did */

void vitro_task_init(void)
{
	strscpy(init_task.comm, "vitro", sizeof(init_task.comm));
	/* 0 is no process: it idles, or says that nobody owns something. */
	init_task.pid = init_task.tgid = 1;
	init_task.__state = TASK_RUNNING;
	init_task.thread.held_at = held_at[FIBERS_MAX];
	preempt_count_set(0);
	list_add_tail(&init_task.thread.queue, &vitro_runnable);
	list_add_tail(&init_task.thread.all, &vitro_tasks);
}

/* When it is throttled follows from what it has written itself. */
static void forget_writes(struct task_struct *task)
{
	task->nr_dirtied = 0;
	task->nr_dirtied_pause = 128 >> (PAGE_SHIFT - 10);
	task->dirty_paused_when = 0;
}

void vitro_task_reset(void)
{
	if (!first_pid)
		first_pid = next_pid;
	next_pid = first_pid;
	forget_writes(&init_task);
	vitro_kill_after(0);
}

static bool is_of_input(const struct task_struct *task)
{
	return first_pid && task->pid >= first_pid;
}

struct task_struct *vitro_task_left(void)
{
	struct task_struct *task;

	if (!of_input)
		return NULL;
	list_for_each_entry(task, &vitro_tasks, thread.all)
		if (is_of_input(task) && !(task->__state & TASK_NOLOAD))
			return task;
	return NULL;
}

/* ---- End ---- */

void vitro_task_bury(void)
{
	struct task_struct *task = dead;
	struct fiber *fiber;

	if (!task)
		return;
	dead = NULL;
	for (fiber = fibers; fiber->task != task;)
		fiber++;
	fiber->task = NULL;
	put_task_struct(task);
}

/* kernel/exit.c, do_exit(): it goes to schedule() for the last time. */
static void end_task(void)
{
	if (current->io_context)
		exit_io_context(current);
	debug_check_no_locks_held();
	vitro_check_schedule();
	kcsan_atomic_next(0);
	current->__state = TASK_DEAD;
	list_del_init(&current->thread.queue);
	list_del_init(&current->thread.all);
	of_input -= is_of_input(current);
	host_release(&current->usage);
	dead = current;
	vitro_run_others();
}

void vitro_task_exit(void)
{
	end_task();
	BUG();
}

/* ---- Beginning ---- */

/* The second life of a stack begins where end_task() returns. */
static void serve(void *argument)
{
	struct fiber *fiber = argument;

	vitro_arrive();
	for (;;) {
		host_acquire(fiber->task);
		vitro_stack_begin(__builtin_frame_address(0));
		fiber->function(fiber->argument);
		fiber->abandoned = false;
		end_task();
	}
}

static struct fiber *free_fiber(void)
{
	struct fiber *fiber;

	for (fiber = fibers; fiber < fibers + FIBERS_MAX; fiber++)
		if (!fiber->task)
			return fiber;
	vitro_finding(HOST_HOLE, "more than %d tasks at once", FIBERS_MAX);
}

static void give_stack(struct task_struct *task, void (*function)(void *argument), void *argument)
{
	struct fiber *fiber = free_fiber();

	if (fiber->stack && fiber->abandoned) {
		host_fiber_free(fiber->stack);
		fiber->stack = NULL;
	}
	fiber->task = task;
	fiber->function = function;
	fiber->argument = argument;
	fiber->abandoned = true; /* until its function has returned */
	if (!fiber->stack)
		fiber->stack = host_fiber_new(serve, fiber);
	task->thread.fiber = fiber->stack;
	task->thread.held_at = held_at[fiber - fibers];
}

/* All but the locks, of which a new task holds none: they are most of it. */
static void copy_task(struct task_struct *to, const struct task_struct *from)
{
	size_t locks = offsetof(struct task_struct, held_locks);
	size_t behind = offsetofend(struct task_struct, held_locks);

	memcpy(to, from, locks);
	memcpy((void *)to + behind, (void *)from + behind, sizeof(*to) - behind);
}

/* It is kthreadd's child, not one of the task that asks for it, which may be in the middle of something. */
static void forget_context(struct task_struct *task)
{
	task->flags &= ~(PF_MEMALLOC | PF_MEMALLOC_NOFS | PF_MEMALLOC_NOIO);
	task->journal_info = NULL;
	task->bio_list = NULL;
	task->plug = NULL;
	task->io_context = NULL;
}

/* Of copy_process(), what a kernel thread has. */
static void become_child(struct task_struct *task, unsigned int cpu, const char *name)
{
	kcsan_disable_current(); /* what its owner is changing meanwhile is set below */
	copy_task(task, &init_task);
	kcsan_enable_current();
	strscpy(task->comm, name, sizeof(task->comm));
	task->pid = task->tgid = next_pid++;
	task->flags |= PF_KTHREAD;
	forget_context(task);
	task->wake_q.next = NULL;
	task->task_works = NULL;
	init_sigpending(&task->pending);
	clear_tsk_thread_flag(task, TIF_SIGPENDING);
	task->thread.patience = 0;
	forget_writes(task);
	task->rcu_read_lock_nesting = 0;
	task->thread.waits_on = NULL;
	task->thread.outermost = 0;
	task->thread.rank = 0;
	refcount_set(&task->usage, 1);
	raw_spin_lock_init(&task->pi_lock);
	task->pi_waiters = RB_ROOT_CACHED;
	task->pi_top_task = NULL;
	task->pi_blocked_on = NULL;
	spin_lock_init(&task->alloc_lock);
	task_thread_info(task)->preempt_count = 0;
	task_thread_info(task)->irq_flags = ARCH_IRQ_ENABLED;
	task_thread_info(task)->cpu = cpu;
	lockdep_init_task(task);
}

void vitro_task_attach(struct task_struct *task, void (*function)(void *argument), void *argument,
		       unsigned int cpu, const char *name)
{
	become_child(task, cpu, name);
	task->__state = TASK_UNINTERRUPTIBLE;
	INIT_LIST_HEAD(&task->thread.queue);
	list_add_tail(&task->thread.all, &vitro_tasks);
	of_input += is_of_input(task);
	give_stack(task, function, argument);
}

struct task_struct *vitro_task_new(void (*function)(void *argument), void *argument,
				   unsigned int cpu, const char *name)
{
	struct task_struct *task = host_reserve(0, sizeof(*task), true);
	pid_t pid = next_pid;

	vitro_task_attach(task, function, argument, cpu, name);
	task->__state = TASK_IDLE;
	if (first_pid) {
		/* Numbers of an input's tasks do not tell how many inputs there were before. */
		of_input--;
		task->pid = task->tgid = first_pid - 1;
		next_pid = pid;
	}
	return task;
}

void vitro_task_idle(void)
{
	current->__state = TASK_IDLE;
	schedule();
}
