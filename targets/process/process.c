// SPDX-License-Identifier: GPL-2.0-only
/* What an architecture does where a thread enters the kernel and leaves it, and clone(CLONE_FILES | CLONE_SIGHAND). */
#include <linux/fdtable.h>
#include <linux/init_task.h>
#include <linux/jiffies.h>
#include <linux/resume_user_mode.h>
#include <linux/sched/signal.h>
#include <linux/timer.h>
#include <vitro/harness.h>

#include "process.h"

#define THREADS 8

static struct thread {
	struct task_struct *task; /* NULL: makes no call now */
	struct timer_list alarm;
} threads[THREADS];

static struct files_struct *files;
static struct thread *stuck;

static void handler(int signal)
{
}

/* kernel/signal.c, do_sigaction(). */
static void set_handlers(void)
{
	struct k_sigaction *actions = current->sighand->action;

	actions[SIGPIPE - 1].sa.sa_handler = SIG_IGN;
	actions[SIGALRM - 1].sa.sa_handler = (__sighandler_t)handler;
}

/* Who is waited for in another state holds something, and will go on. */
static bool all_wait(void)
{
	struct thread *thread;

	for (thread = threads; thread < threads + THREADS; thread++) {
		struct task_struct *task = data_race(thread->task);

		if (task && data_race(task->__state) != TASK_INTERRUPTIBLE)
			return false;
	}
	return true;
}

static void ring(struct timer_list *timer)
{
	struct thread *thread = from_timer(thread, timer, alarm);
	bool wait = all_wait();

	data_race(stuck = wait ? thread : NULL);
	send_sig(SIGALRM, data_race(thread->task), 1);
}

static struct thread *self(void)
{
	return &threads[task_cpu(current)];
}

void vitro_process_begin(void)
{
	unsigned int i;

	set_handlers();
	for (i = 0; i < THREADS; i++)
		timer_setup(&threads[i].alarm, ring, 0);
	stuck = NULL;
	files = dup_fd(&init_files, NULL);
	BUG_ON(IS_ERR(files));
	atomic_add(vitro_harness.tasks, &files->count);
	current->files = files;
	current->flags &= ~PF_KTHREAD;
}

void vitro_process_join(void)
{
	atomic_inc(&files->count);
	current->files = files;
	current->flags &= ~PF_KTHREAD;
}

void vitro_process_leave(void)
{
	current->files = &init_files;
	atomic_dec(&files->count);
	resume_user_mode_work(NULL);
	current->flags |= PF_KTHREAD;
}

/* The other threads are gone; the last one closes. */
void vitro_process_end(void)
{
	current->files = &init_files;
	atomic_sub(vitro_harness.tasks, &files->count);
	put_files_struct(files);
	resume_user_mode_work(NULL);
	current->flags |= PF_KTHREAD;
}

/* Alarms at different times, so that each finds what the others do not change. */
void vitro_syscall_enter(void)
{
	struct thread *thread = self();

	current->files = files;
	current->flags &= ~PF_KTHREAD;
	data_race(thread->task = current);
	data_race(stuck = stuck == thread ? thread : NULL);
	mod_timer(&thread->alarm, jiffies + HZ * (1 + thread - threads));
}

/* No call goes on after a signal: SA_RESTART is not set. */
static long without_restart(long result)
{
	switch (result) {
	case -ERESTARTSYS:
	case -ERESTARTNOINTR:
	case -ERESTARTNOHAND:
	case -ERESTART_RESTARTBLOCK:
		return -EINTR;
	}
	return result;
}

long vitro_syscall_exit(long result)
{
	struct thread *thread = self();

	timer_delete_sync(&thread->alarm);
	if (signal_pending(current))
		flush_signals(current);
	resume_user_mode_work(NULL);
	data_race(thread->task = NULL);
	return without_restart(result);
}

bool vitro_was_stuck(void)
{
	return data_race(stuck) == self();
}
