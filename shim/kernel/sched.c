// SPDX-License-Identifier: GPL-2.0-only
/*
 * The scheduler: every task is a stack of its own on the one OS thread (kernel/sched/core.c is the contract).
 * Who becomes runnable first runs first; when nobody can run, the clock goes on to the next timer; when
 * there is none either, all that wait would wait for ever, and that is said.
 */
#include <linux/init_task.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/timekeeping.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

/*
 * struct cpu - a virtual CPU; its address orders what runs on it, one after the other
 * @owner:	has preemption or interrupts off, and was left by the schedule: only it may go on there
 * @last:	who ran there last
 * @interrupted:	handles interrupts, on top of its owner if there is one
 */
static struct cpu {
	const struct task_struct *owner;
	const struct task_struct *last;
	bool interrupted;
} cpus[NR_CPUS];

struct task_struct *vitro_current = &init_task;
int vitro_cpu;
struct pt_regs vitro_regs;

LIST_HEAD(vitro_runnable);
unsigned int vitro_waiters;

static bool is_atomic(void)
{
	return preempt_count() || arch_local_save_flags();
}

bool vitro_cpu_is_free(unsigned int cpu)
{
	return !cpus[cpu].owner && !cpus[cpu].interrupted && !(cpu == vitro_cpu && is_atomic());
}

bool vitro_takes_interrupts(unsigned int cpu)
{
	const struct task_struct *owner = cpu == vitro_cpu ? current : cpus[cpu].owner;

	if (cpus[cpu].interrupted)
		return false;
	return !owner || !task_thread_info((struct task_struct *)owner)->irq_flags;
}

void vitro_interrupt_begin(void)
{
	cpus[vitro_cpu].interrupted = true;
}

void vitro_interrupt_end(void)
{
	cpus[vitro_cpu].interrupted = false;
}

bool vitro_may_run(const struct task_struct *task)
{
	unsigned int cpu = task_cpu(task);

	if (list_empty(&task->thread.queue))
		return false;
	if (task->thread.interrupts)
		return cpus[cpu].interrupted || vitro_takes_interrupts(cpu);
	if (cpus[cpu].interrupted)
		return false;
	return task == current || cpus[cpu].owner == task || vitro_cpu_is_free(cpu);
}

/* What ran before on this CPU comes before what runs now. */
void vitro_arrive(void)
{
	struct cpu *cpu = &cpus[vitro_cpu];

	if (cpu->last != current)
		host_acquire(cpu);
	cpu->last = current;
	if (!current->thread.interrupts)
		cpu->owner = NULL;
	vitro_task_bury();
}

static void leave(void)
{
	struct cpu *cpu = &cpus[vitro_cpu];

	if (is_atomic() && !current->thread.interrupts)
		cpu->owner = current;
	if (!arch_local_save_flags())
		host_release(cpu); /* an interrupt comes behind what it interrupts */
}

static void go_to(struct task_struct *task)
{
	if (task == current)
		return;
	vitro_timeline(task);
	leave();
	vitro_current = task;
	vitro_cpu = task_cpu(task);
	host_fiber_switch(task->thread.fiber);
	vitro_arrive();
}

/* Is it what its CPU executes? */
int task_curr(const struct task_struct *task)
{
	return cpus[task_cpu(task)].last == task && !list_empty(&task->thread.queue);
}

void vitro_switch_to(struct task_struct *task)
{
	if (vitro_may_run(task))
		go_to(task);
}

static struct task_struct *first_other(void)
{
	struct task_struct *task;

	list_for_each_entry(task, &vitro_runnable, thread.queue)
		if (task != current && vitro_may_run(task))
			return task;
	return NULL;
}

void vitro_run_others(void)
{
	struct task_struct *task;

	while (list_empty(&current->thread.queue)) {
		task = vitro_next_task() ?: first_other();
		if (task) {
			go_to(task);
			continue;
		}
		if (!vitro_rcu_poke() && !vitro_clock_advance())
			vitro_report_deadlock();
		vitro_check_hung();
	}
}

static bool runs_on(void)
{
	unsigned int state = current->__state;

	if (state != TASK_RUNNING && signal_pending_state(state, current))
		current->__state = TASK_RUNNING;
	return current->__state == TASK_RUNNING;
}

/* kernel/sched/core.c, schedule_debug(), and kernel/rcu/tree_plugin.h, rcu_note_context_switch(). */
void vitro_check_schedule(void)
{
	if (!is_atomic() && !current->rcu_read_lock_nesting)
		return;
	vitro_show_context();
	if (preempt_count())
		vitro_finding(HOST_MISUSE, "BUG: scheduling while atomic: %s:%d, preempt_count %x",
			      current->comm, current->pid, preempt_count());
	if (arch_local_save_flags())
		vitro_finding(HOST_MISUSE, "BUG: scheduling with interrupts disabled: %s:%d",
			      current->comm, current->pid);
	vitro_finding(HOST_MISUSE,
		      "WARNING: Voluntary context switch within RCU read-side critical section!");
}

asmlinkage __visible void schedule(void)
{
	vitro_check_schedule();
	if (runs_on()) {
		vitro_yield();
		host_acquire(current); /* who has woken it before it slept */
		return;
	}
	current->thread.blocked_at = vitro_time_given();
	list_del_init(&current->thread.queue);
	if (current->flags & PF_WQ_WORKER)
		vitro_worker_waits();
	vitro_waiters += !!current->thread.waits_on;
	vitro_run_others();
	vitro_waiters -= !!current->thread.waits_on;
	current->thread.waits_on = NULL;
	host_acquire(current);
}

bool vitro_yield(void)
{
	struct task_struct *task = first_other();

	if (!task)
		return false;
	list_move_tail(&current->thread.queue, &vitro_runnable);
	go_to(task);
	return true;
}

/* Return: whether there is nobody else who gets on. */
static bool spin(void)
{
	if (!vitro_time_spin())
		vitro_report_lockup();
	if (vitro_time_spins_in_vain())
		return false;
	vitro_clock_passed();
	return !vitro_yield() && !vitro_rcu_poke();
}

void cpu_relax(void)
{
	if (spin())
		vitro_clock_advance();
	vitro_spun();
}

void vitro_stand_back(void)
{
	if (spin())
		vitro_clock_steal();
	vitro_spun();
}

void vitro_task_join(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		host_acquire(&cpus[cpu]);
}

/* Preemption or interrupts off is a reader, too, wherever the schedule has left it. */
bool vitro_readers_before(unsigned long grace_period)
{
	const struct task_struct *task;
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (cpus[cpu].interrupted || (cpus[cpu].owner && cpus[cpu].owner != current))
			return true;
	list_for_each_entry(task, &vitro_tasks, thread.all)
		if (task->rcu_read_lock_nesting && task->thread.rcu_since < grace_period)
			return true;
	return false;
}
