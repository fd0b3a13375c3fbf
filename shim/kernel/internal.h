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
void vitro_pages_init(void);

/* Start of an input: everything that a run could have moved goes back to where it was. */
void vitro_percpu_reset(void);
void vitro_time_reset(void);
void vitro_random_reset(void);
void vitro_user_reset(void);
void vitro_numbers_keep(void);
void vitro_numbers_reset(void);

/* Deferred execution (defer.c): each returns whether it ran something. */
bool vitro_run_softirq(void);
bool vitro_run_kthread(void);
bool vitro_run_work(void);
bool vitro_run_rcu(void);
bool vitro_run_timer(void);
bool vitro_run_timer_of(unsigned int period);
bool vitro_run_now(void);
bool vitro_run_deferred(void);

/* Run @function as a softirq does: it must not sleep, and must leave preemption as it was. */
void vitro_in_softirq(void (*function)(void *), void *argument);

/* Run @function as @task, then come back to the task that runs now. */
void vitro_run_as(struct task_struct *task, void (*function)(void *), void *argument);

/* Timers remember the period they were armed in; a new one begins with each input and each drain. */
void vitro_timer_period(void);
void vitro_timer_reset(void);
unsigned int vitro_timer_current_period(void);

/* Let the virtual clock reach @when (in jiffies). */
void vitro_time_advance(unsigned long when);

/* Somebody spins: false when that has gone on, with nothing between, for as long as a soft lockup takes. */
bool vitro_time_spin(void);

/* End of an input: held locks, preemption, interrupts and RCU must be as they were at its start. */
void vitro_check_context(void);
void vitro_check_srcu(void);
void vitro_check_locks(void);

/* Name of a cache, for reports. */
const char *vitro_cache_name(const void *cache);

/* Print a formatted title and end the run: see enum host_finding. */
void vitro_finding(int finding, const char *format, ...) __printf(2, 3) __noreturn __cold;

#endif
