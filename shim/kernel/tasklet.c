// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tasklets (kernel/softirq.c): one that is scheduled runs once, in softirq context, on the CPU that has scheduled it, and never on
 * two at once; one that is disabled waits on its list.
 */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/wait_bit.h>
#include <vitro/harness.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

struct list {
	struct tasklet_struct *first, **last;
};

/* Those that wait; one that cannot run yet stays. */
static struct list normal[NR_CPUS], high[NR_CPUS];

static void append(struct list *list, struct tasklet_struct *tasklet)
{
	if (!list->first)
		list->last = &list->first;
	tasklet->next = NULL;
	*list->last = tasklet;
	list->last = &tasklet->next;
}

static void schedule_on(struct list *lists, struct tasklet_struct *tasklet, unsigned int softirq)
{
	unsigned long flags;

	host_release(tasklet);
	local_irq_save(flags);
	append(&lists[vitro_cpu], tasklet);
	raise_softirq_irqoff(softirq);
	local_irq_restore(flags);
	vitro_switch_point();
}

void __tasklet_schedule(struct tasklet_struct *tasklet)
{
	schedule_on(normal, tasklet, TASKLET_SOFTIRQ);
}

void __tasklet_hi_schedule(struct tasklet_struct *tasklet)
{
	schedule_on(high, tasklet, HI_SOFTIRQ);
}

void tasklet_setup(struct tasklet_struct *tasklet, void (*callback)(struct tasklet_struct *))
{
	*tasklet = (struct tasklet_struct){ .callback = callback, .use_callback = true };
}

void tasklet_init(struct tasklet_struct *tasklet, void (*function)(unsigned long),
		  unsigned long data)
{
	*tasklet = (struct tasklet_struct){ .func = function, .data = data };
}

static void clear_scheduled(struct tasklet_struct *tasklet)
{
	WARN_ONCE(!test_and_clear_bit(TASKLET_STATE_SCHED, &tasklet->state),
		  "tasklet SCHED state not set: %ps\n", tasklet->func);
	wake_up_var(&tasklet->state);
}

static void call(struct tasklet_struct *tasklet)
{
	clear_scheduled(tasklet);
	host_acquire(tasklet);
	if (tasklet->use_callback)
		tasklet->callback(tasklet);
	else
		tasklet->func(tasklet->data);
}

/* It may be on this list while it runs on another CPU: then, as when it is disabled, it has to wait. */
static bool try_to_run(struct tasklet_struct *tasklet)
{
	bool runs;

	if (!tasklet_trylock(tasklet))
		return false;
	runs = !atomic_read(&tasklet->count);
	if (runs)
		call(tasklet);
	host_release(&tasklet->count);
	tasklet_unlock(tasklet);
	return runs;
}

static void run_list(struct list *list)
{
	struct tasklet_struct *tasklet = list->first, *next;

	list->first = NULL;
	for (; tasklet; tasklet = next) {
		next = tasklet->next;
		if (!try_to_run(tasklet))
			append(list, tasklet);
	}
}

static bool can_run(const struct list *list)
{
	const struct tasklet_struct *tasklet;

	for (tasklet = list->first; tasklet; tasklet = tasklet->next)
		if (!atomic_read(&tasklet->count) && !test_bit(TASKLET_STATE_RUN, &tasklet->state))
			return true;
	return false;
}

/* The real one raises the softirq again and again until they can run. */
bool vitro_tasklet_poke(void)
{
	bool woken = false;
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		bool is_normal = can_run(&normal[cpu]), is_high = can_run(&high[cpu]);

		if ((!is_normal && !is_high) || !vitro_cpu_is_free(cpu))
			continue;
		if (is_normal)
			woken |= vitro_softirq_raise_on(cpu, TASKLET_SOFTIRQ);
		if (is_high)
			woken |= vitro_softirq_raise_on(cpu, HI_SOFTIRQ);
	}
	return woken;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
static void run_normal(void)
#else
static void run_normal(struct softirq_action *unused)
#endif
{
	run_list(&normal[vitro_cpu]);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
static void run_high(void)
#else
static void run_high(struct softirq_action *unused)
#endif
{
	run_list(&high[vitro_cpu]);
}

void tasklet_unlock(struct tasklet_struct *tasklet)
{
	clear_and_wake_up_bit(TASKLET_STATE_RUN, &tasklet->state);
}

void tasklet_unlock_wait(struct tasklet_struct *tasklet)
{
	wait_on_bit(&tasklet->state, TASKLET_STATE_RUN, TASK_UNINTERRUPTIBLE);
	host_acquire(&tasklet->count);
}

void tasklet_unlock_spin_wait(struct tasklet_struct *tasklet)
{
	while (test_bit(TASKLET_STATE_RUN, &tasklet->state))
		cpu_relax();
	host_acquire(&tasklet->count);
}

void tasklet_kill(struct tasklet_struct *tasklet)
{
	if (in_interrupt())
		vitro_finding(HOST_MISUSE, "Attempt to kill tasklet from interrupt: %ps",
			      tasklet->func);
	while (test_and_set_bit(TASKLET_STATE_SCHED, &tasklet->state))
		wait_var_event(&tasklet->state, !test_bit(TASKLET_STATE_SCHED, &tasklet->state));
	tasklet_unlock_wait(tasklet);
	clear_scheduled(tasklet);
}

static int __init init_tasklets(void)
{
	open_softirq(TASKLET_SOFTIRQ, run_normal);
	open_softirq(HI_SOFTIRQ, run_high);
	return 0;
}
VITRO_BOOT_CALL(init_tasklets);
