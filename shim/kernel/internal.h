/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the shim's kernel half ask of each other. */
#ifndef VITRO_INTERNAL_H
#define VITRO_INTERNAL_H

#include <linux/types.h>
#include <linux/version.h>

/* 6.10 renamed the allocators' real entry points when it added allocation profiling. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
#define NOPROF(name) name##_noprof
#else
#define NOPROF(name) name
#endif

struct task_struct;

/* Bring-up, in this order. */
void vitro_percpu_init(void);
void vitro_task_init(void);
void vitro_softirq_init(void);

/* Start of an input: everything that a run could have moved goes back to where it was. */
void vitro_percpu_keep(void);
void vitro_percpu_reset(void);
void vitro_time_reset(void);
void vitro_random_reset(void);
void vitro_user_reset(void);
void vitro_numbers_keep(void);
void vitro_numbers_reset(void);

/* Something for @cpu's softirq task (softirq.c) has become ready: an expired timer, an RCU callback. */
void vitro_softirq_wake(unsigned int cpu);

/* An interrupt of @cpu has ended: what softirqs its handler has raised are to run. */
void vitro_softirq_check(unsigned int cpu);

/* Raise a softirq of another CPU. Return: whether it was not raised yet. */
bool vitro_softirq_raise_on(unsigned int cpu, unsigned int nr);

/* Nobody can run: can a tasklet that was disabled when its turn came? Return: whether a task was woken. */
bool vitro_tasklet_poke(void);

/* Interrupts of @cpu (irq.c): a function to call, an irq_work, its clock event device. */
enum vitro_irq { VITRO_IRQ_CALL, VITRO_IRQ_WORK, VITRO_IRQ_CLOCK };
void vitro_irq_raise(unsigned int cpu, enum vitro_irq irq);
void vitro_tick_interrupt(void);

/*
 * What that task runs, one thing at a time, in softirq context. Return: whether there was one; each
 * is of @cpu.
 */
bool vitro_timer_run(unsigned int cpu);
bool vitro_rcu_run(unsigned int cpu);

/* Run @function as a softirq does: it must not sleep, and must leave preemption as it was. */
void vitro_in_softirq(void (*function)(void *), void *argument);

/*
 * Nobody can run, or somebody spins: has a grace period ended meanwhile? may the clock go on to what expires
 * next? Return: whether a task was woken.
 */
bool vitro_rcu_poke(void);
bool vitro_clock_advance(void);

/* The schedule lets time pass until the next event, although the running task could go on: it is nobody's time to get on in. */
void vitro_clock_steal(void);

/* The clock has gone on while a task ran: what has expired is to happen. */
void vitro_clock_passed(void);

/* When the earliest timer of a CPU that can take it expires, in nanoseconds: 0, or -ENOENT. */
int vitro_timer_next(u64 *when, unsigned int *cpu);

/* Likewise the clock event device that interrupts first. */
int vitro_tick_next(u64 *when, unsigned int *cpu);
void vitro_tick_keep(void);
void vitro_tick_reset(void);

/*
 * hrtimers that bring-up has not armed: when the last expires (0: there is none), is one armed that expires by
 * @until, and there must be none when the input has ended.
 */
u64 vitro_hrtimer_last(void);
bool vitro_hrtimer_armed_until(u64 until);
void vitro_check_hrtimers(void);
void vitro_hrtimer_keep(void);
void vitro_hrtimer_reset(void);

/* Is a timer armed in @period still to fire? Each input is a period, and so is what comes after it. */
bool vitro_timer_armed_in(unsigned int period);
void vitro_timer_period(void);
void vitro_timer_keep(void);
void vitro_timer_reset(void);
unsigned int vitro_timer_current_period(void);

/* concurrent.c: one input of a harness that has tasks. */
int vitro_run_concurrently(const u8 *data, size_t size);

/* The running task, a worker, is about to wait (workqueue.c). */
void vitro_worker_waits(void);

/* What would still run that lies in [start, start + size), and its function; or NULL. */
const void *vitro_work_within(const void *start, unsigned long size, const void **function);
const void *vitro_timer_within(const void *start, unsigned long size, const void **function);
const void *vitro_hrtimer_within(const void *start, unsigned long size, const void **function);

/* lockdep.c: no order and no context was seen. */
void vitro_lockdep_reset(void);

/* Memory goes: no lock that is held, no armed timer and no queued work may be in it. */
void vitro_check_free(const void *start, unsigned long size);

/* A line for the kernel log; the first behind debug_locks_off() is the title of the finding (bug.c). */
void vitro_lock_bug_line(const char *line);

/* May a task that belongs to this CPU run there now? */
bool vitro_cpu_is_free(unsigned int cpu);

/* Let the virtual clock, in nanoseconds, reach @when. */
void vitro_time_advance(u64 when);
void vitro_time_steal(u64 when);
/* The virtual time without what was stolen: how long a task has really waited for another. */
u64 vitro_time_given(void);
u64 vitro_time_of_jiffies(unsigned long when);

/* Somebody spins: false when that has gone on, with nothing between, for as long as a soft lockup takes. */
bool vitro_time_spin(void);
/* It has gone on for so long that looking for somebody who could run is worth it only now and then, and not now. */
bool vitro_time_spins_in_vain(void);

/* End of an input: held locks, preemption, interrupts and RCU must be as they were at its start. */
void vitro_check_context(void);
void vitro_check_srcu(void);
void vitro_check_locks(void);

/*
 * End of an input: caches that a subsystem makes when first needed, and keeps until its module is unloaded, go. Their
 * pointers are in the section that shim/host/vitro.ld says.
 */
void vitro_caches_unload(void);

/* Name of a cache, for reports. */
const char *vitro_cache_name(const void *cache);

/* Print a formatted title and end the run: see enum host_finding. */
void vitro_finding(int finding, const char *format, ...) __printf(2, 3) __noreturn __cold;

#endif
