/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tasks on their stacks. One runs at a time, and goes on until it waits; under a concurrent harness also
 * until the schedule turns (interleave.c). Each is on one virtual CPU: while a task there has preemption
 * or interrupts off, no other task of that CPU runs.
 *
 * Functions here may be called from any task, in any context, unless they say otherwise.
 */
#ifndef VITRO_SCHED_H
#define VITRO_SCHED_H

#include <linux/sched.h>

/**
 * vitro_task_new() - a kernel thread of the shim's own, for ever
 * @function:	runs when the task is first woken; must not return
 * @cpu:	its virtual CPU; it has no other
 *
 * It belongs to no input: idle ones wait in TASK_IDLE, where they are nobody's deadlock.
 */
struct task_struct *vitro_task_new(void (*function)(void *argument), void *argument,
				   unsigned int cpu, const char *name);

/**
 * vitro_task_attach() - make @task, memory of the caller's, one that can be woken
 * @function:	may return; the task is then dead, see vitro_task_exit()
 *
 * Everything is inherited from init_task; the caller then sets what is different.
 */
void vitro_task_attach(struct task_struct *task, void (*function)(void *argument), void *argument,
		       unsigned int cpu, const char *name);

/* The running task ends; its reference to itself is put when it is off its stack. */
void vitro_task_exit(void) __noreturn;

/* Wait in TASK_IDLE until woken: how a task of the shim says that it has nothing to do. */
void vitro_task_idle(void);

/*
 * Make a task of the shim's that idles runnable. In contrast to a wake-up this orders nothing: who has it run may be anybody,
 * what it then does says itself what came before.
 */
void vitro_task_rouse(struct task_struct *task);

/*
 * The running task, whose thread.interrupts is set, handles interrupts of its CPU: between the two nobody else goes on there, and
 * what was interrupted does afterwards.
 */
void vitro_interrupt_begin(void);
void vitro_interrupt_end(void);

/* May @cpu be interrupted now? */
bool vitro_takes_interrupts(unsigned int cpu);

/* Let others run, if any can; the running task stays runnable. Return: whether somebody ran. */
bool vitro_yield(void);

/* The running task may be spinning without cpu_relax(), or just have much to do: let others, or the next timer, go first. */
void vitro_stand_back(void);

/* Leave the running task for @task, a runnable one: the turn of a schedule. Nothing happens when it may not run now. */
void vitro_switch_to(struct task_struct *task);

/* May it run now: is it runnable, and its CPU not taken by one that must not be preempted? */
bool vitro_may_run(const struct task_struct *task);

/* All runnable tasks, the running one among them; by thread.queue, who waits longest comes first. */
extern struct list_head vitro_runnable;

/* All there are, by thread.all, in the order in which they began. */
extern struct list_head vitro_tasks;

/* The running task waits, or is at its end: on with somebody else. Returns when it was woken. */
void vitro_run_others(void);

/* What every task does first when it comes to run, on its stack. */
void vitro_arrive(void);

/* task.c, to the kernel log: why the running task is atomic, and the locks that it holds. */
void vitro_show_context(void);

/* May the running task leave its CPU? A finding when not. */
void vitro_check_schedule(void);

/* How many tasks wait on a queue that lockdep.c knows. */
extern unsigned int vitro_waiters;

/* fork.c: whoever has just ended is off its stack now. */
void vitro_task_bury(void);

/* hung_task.c: nobody can run and nothing will change that; does one wait for too long? this one has spun for too long. */
void vitro_report_deadlock(void) __noreturn;
void vitro_check_hung(void);
void vitro_report_lockup(void) __noreturn;

/* Is a task in an RCU read-side critical section that began before grace period number @grace_period? */
bool vitro_readers_before(unsigned long grace_period);

/* Into the kernel log: every task that is not idle, with its stack. */
void vitro_show_tasks(void);

/* End of the input: tasks that it began and that still live. Return: the first of them, or NULL. */
struct task_struct *vitro_task_left(void);

/* Nobody can run any more: all that was done comes before what the running task does next. */
void vitro_task_join(void);

/* Start of an input: what lives now does not belong to it. */
void vitro_task_reset(void);

/* ---- interleave.c: whose turn it is under a concurrent harness ---- */

#define VITRO_SCHEDULE_TRAILER 2 /* number of turns, depth */

/**
 * vitro_interleave_begin() - from here on the schedule turns
 * @schedule:	pairs of bytes, each how many switch points to let pass and whom to turn to; then the trailer
 * @size:	in bytes, a whole number of pairs and the trailer
 */
void vitro_interleave_begin(const u8 *schedule, size_t size);
void vitro_interleave_end(void);

/* Called where a turn may be; see asm/rwonce.h. */
void vitro_switch_point(void);

/*
 * In the flavour `accesses`, a plain access to memory that is not on the stack. It is a point like the others, but reading plainly
 * is no way to wait: a loop of it lets nobody else run.
 */
void vitro_access_point(const void *address);

/* Who goes on when the running task waits; NULL: who is first. */
struct task_struct *vitro_next_task(void);

/* The running task has spun, and is again the running one. */
void vitro_spun(void);

/* The schedule turns now; it wants the switch that is under way, not the running task. */
extern bool vitro_interleaves, vitro_turning;

/* timeline.c, with VITRO_TIMELINE=1: one line into the kernel log for each switch. */
void vitro_timeline_begin(void);
void vitro_timeline(const struct task_struct *to);

/* switches.c, when there is a vitro_switch_map. */
void vitro_note_switch(const struct task_struct *to);

#endif
