// SPDX-License-Identifier: GPL-2.0-only
/*
 * The scheduler: every task is a stack of its own on the one OS thread (kernel/sched/core.c is the contract).
 * Who becomes runnable first runs first; when nobody can run, the clock goes on to the next timer; when
 * there is none either, all that wait would wait for ever, and that is said.
 */
#include <linux/init_task.h>
#include <linux/kallsyms.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/timekeeping.h>
#include <vitro/host.h>

#include "internal.h"
#include "sched.h"

#define FIBERS_MAX   256
#define HUNG_TASK_NS (120ULL * NSEC_PER_SEC) /* kernel/hung_task.c */

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

/* A stack and whom it serves; those that are free keep theirs for the next task. */
static struct fiber {
	struct vitro_fiber *stack;
	struct task_struct *task;
	void (*function)(void *argument);
	void *argument;
	bool abandoned; /* its task ended in the middle of a call */
} fibers[FIBERS_MAX];

struct task_struct *vitro_current = &init_task;
int vitro_cpu;
struct pt_regs vitro_regs;

LIST_HEAD(vitro_runnable);
static LIST_HEAD(tasks);
static pid_t next_pid = 2, first_pid;

void vitro_task_init(void)
{
	strscpy(init_task.comm, "vitro", sizeof(init_task.comm));
	init_task.__state = TASK_RUNNING;
	preempt_count_set(0);
	list_add_tail(&init_task.thread.queue, &vitro_runnable);
	list_add_tail(&init_task.thread.all, &tasks);
}

void vitro_task_reset(void)
{
	struct task_struct *task;

	if (!first_pid)
		first_pid = next_pid;
	next_pid = first_pid;
	list_for_each_entry(task, &tasks, thread.all)
		task->thread.rank = 0;
}

void vitro_task_join(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		host_acquire(&cpus[cpu]);
}

struct task_struct *vitro_task_left(void)
{
	struct task_struct *task;

	list_for_each_entry(task, &tasks, thread.all)
		if (task->pid >= first_pid && !(task->__state & TASK_NOLOAD))
			return task;
	return NULL;
}

/* ---- Reports ---- */

static void show_stack_of(const struct task_struct *task)
{
	unsigned long addresses[24];
	int i, count = host_fiber_stack(task->thread.fiber, addresses, ARRAY_SIZE(addresses));

	for (i = 0; i < count; i++)
		pr_info(" %pS\n", (void *)addresses[i]);
}

/* As sched_show_task() in kernel/sched/core.c. */
static void show_task(const struct task_struct *task)
{
	pr_info("task:%s state:%c pid:%d cpu:%u%s\n", task->comm, task_state_to_char((void *)task),
		task->pid, task_cpu(task), task == current ? " (running)" : "");
	if (task != current)
		show_stack_of(task);
}

void vitro_show_tasks(void)
{
	struct task_struct *task;

	list_for_each_entry(task, &tasks, thread.all)
		if (!(task->__state & TASK_NOLOAD))
			show_task(task);
}

static void report_deadlock(void)
{
	vitro_show_tasks();
	vitro_finding(HOST_HANG, "INFO: task %s:%d blocked: nothing is runnable that could wake it",
		      current->comm, current->pid);
}

/* kernel/hung_task.c: what waits in TASK_UNINTERRUPTIBLE for two minutes. */
static void check_hung(void)
{
	u64 now = ktime_get();
	struct task_struct *task;

	list_for_each_entry(task, &tasks, thread.all) {
		if (!list_empty(&task->thread.queue) ||
		    (task->__state & (TASK_UNINTERRUPTIBLE | TASK_NOLOAD)) !=
			    TASK_UNINTERRUPTIBLE ||
		    now - task->thread.blocked_at <= HUNG_TASK_NS)
			continue;
		vitro_show_tasks();
		vitro_finding(HOST_HANG, "INFO: task %s:%d blocked for more than %llu seconds",
			      task->comm, task->pid, HUNG_TASK_NS / NSEC_PER_SEC);
	}
}

/* ---- RCU ---- */

/* Preemption or interrupts off is a reader, too, wherever the schedule has left it. */
bool vitro_readers_before(unsigned long grace_period)
{
	const struct task_struct *task;
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (cpus[cpu].interrupted || (cpus[cpu].owner && cpus[cpu].owner != current))
			return true;
	list_for_each_entry(task, &tasks, thread.all)
		if (task->rcu_read_lock_nesting && task->thread.rcu_since < grace_period)
			return true;
	return false;
}

/* ---- From one task to another ---- */

static struct task_struct *dead; /* has ended, and was still running when it did */

static void bury(void)
{
	struct task_struct *task = dead;
	struct fiber *fiber;

	dead = NULL;
	for (fiber = fibers; fiber->task != task;)
		fiber++;
	fiber->task = NULL;
	put_task_struct(task);
}

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
static void arrive(void)
{
	struct cpu *cpu = &cpus[vitro_cpu];

	if (cpu->last != current)
		host_acquire(cpu);
	cpu->last = current;
	if (!current->thread.interrupts)
		cpu->owner = NULL;
	if (dead)
		bury();
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
	arrive();
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

/* The running task waits, or is at its end: on with somebody else. */
static void run_others(void)
{
	struct task_struct *task;

	while (list_empty(&current->thread.queue)) {
		task = vitro_next_task() ?: first_other();
		if (task) {
			go_to(task);
			continue;
		}
		if (!vitro_rcu_poke() && !vitro_clock_advance())
			report_deadlock();
		check_hung();
	}
}

static bool runs_on(void)
{
	unsigned int state = current->__state;

	if (state != TASK_RUNNING && signal_pending_state(state, current))
		current->__state = TASK_RUNNING;
	return current->__state == TASK_RUNNING;
}

/* kernel/sched/core.c: "BUG: scheduling while atomic". */
static void check_context(void)
{
	if (preempt_count())
		vitro_finding(HOST_MISUSE, "BUG: scheduling while atomic: %s/%d/0x%08x",
			      current->comm, current->pid, preempt_count());
	if (arch_local_save_flags())
		vitro_finding(HOST_MISUSE, "BUG: scheduling with interrupts disabled: %s/%d",
			      current->comm, current->pid);
}

asmlinkage __visible void schedule(void)
{
	check_context();
	if (runs_on()) {
		vitro_yield();
		return;
	}
	current->thread.blocked_at = ktime_get();
	list_del_init(&current->thread.queue);
	if (current->flags & PF_WQ_WORKER)
		vitro_worker_waits();
	run_others();
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

void cpu_relax(void)
{
	if (!vitro_time_spin()) {
		vitro_show_tasks();
		vitro_finding(HOST_HANG, "BUG: soft lockup - CPU#%d stuck for 20s! [%s:%d]",
			      vitro_cpu, current->comm, current->pid);
	}
	if (!vitro_yield() && !vitro_rcu_poke())
		vitro_clock_advance();
	vitro_spun();
}

/* ---- Waking ---- */

static int wake(struct task_struct *task, unsigned int state)
{
	if (!(task->__state & state))
		return 0;
	host_release(task);
	task->__state = TASK_RUNNING;
	if (list_empty(&task->thread.queue))
		list_add_tail(&task->thread.queue, &vitro_runnable);
	vitro_switch_point();
	return 1;
}

void vitro_task_rouse(struct task_struct *task)
{
	if (task->__state != TASK_IDLE)
		return;
	task->__state = TASK_RUNNING;
	list_add_tail(&task->thread.queue, &vitro_runnable);
	vitro_switch_point();
}

int wake_up_process(struct task_struct *task)
{
	return wake(task, TASK_NORMAL);
}

int wake_up_state(struct task_struct *task, unsigned int state)
{
	return wake(task, state);
}

int try_to_wake_up(struct task_struct *task, unsigned int state, int flags);
int try_to_wake_up(struct task_struct *task, unsigned int state, int flags)
{
	return wake(task, state);
}

int default_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	return wake(entry->private, mode);
}

/* ---- Beginning and end ---- */

static void end_task(void)
{
	vitro_check_locks();
	current->__state = TASK_DEAD;
	list_del_init(&current->thread.queue);
	list_del_init(&current->thread.all);
	preempt_count_set(0);
	host_release(&current->usage);
	dead = current;
	run_others();
}

/* A stack serves one task after the other; its second life begins where end_task() returns. */
static void serve(void *argument)
{
	struct fiber *fiber = argument;

	arrive();
	for (;;) {
		host_acquire(fiber->task);
		fiber->function(fiber->argument);
		fiber->abandoned = false;
		end_task();
	}
}

void vitro_task_exit(void)
{
	end_task();
	BUG();
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
}

/* All but the locks, of which a new task holds none: they are most of it. */
static void copy_task(struct task_struct *to, const struct task_struct *from)
{
	size_t locks = offsetof(struct task_struct, held_locks);
	size_t behind = offsetofend(struct task_struct, held_locks);

	memcpy(to, from, locks);
	memcpy((void *)to + behind, (void *)from + behind, sizeof(*to) - behind);
}

/* kernel/fork.c, copy_process(), of what a kernel thread has. */
static void become_child(struct task_struct *task, unsigned int cpu, const char *name)
{
	copy_task(task, &init_task);
	strscpy(task->comm, name, sizeof(task->comm));
	task->pid = task->tgid = next_pid++;
	task->flags |= PF_KTHREAD;
	task->wake_q.next = NULL;
	task->rcu_read_lock_nesting = 0;
	refcount_set(&task->usage, 1);
	raw_spin_lock_init(&task->pi_lock);
	task->pi_waiters = RB_ROOT_CACHED;
	task->pi_top_task = NULL;
	task->pi_blocked_on = NULL;
	spin_lock_init(&task->alloc_lock);
	task_thread_info(task)->preempt_count = 0;
	task_thread_info(task)->irq_flags = ARCH_IRQ_ENABLED;
	task_thread_info(task)->cpu = cpu;
	vitro_lockdep_init_task(task);
}

void vitro_task_attach(struct task_struct *task, void (*function)(void *argument), void *argument,
		       unsigned int cpu, const char *name)
{
	become_child(task, cpu, name);
	task->__state = TASK_UNINTERRUPTIBLE;
	INIT_LIST_HEAD(&task->thread.queue);
	list_add_tail(&task->thread.all, &tasks);
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
