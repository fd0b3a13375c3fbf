/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_VITRO_PROCESSOR_H
#define _ASM_VITRO_PROCESSOR_H

/* The window of user addresses ends here (arch/vitro/kernel/uaccess.c). */
#define TASK_SIZE          0x60000000UL
#define TASK_UNMAPPED_BASE (TASK_SIZE / 2)
#define STACK_TOP          TASK_SIZE
#define STACK_TOP_MAX      STACK_TOP

#ifndef __ASSEMBLY__
#include <linux/types.h>

struct lockdep_map;
struct pt_regs;
struct task_struct;
struct vitro_stack;

/**
 * struct thread_struct - what the scheduler (arch/vitro/kernel/sched.c) keeps of a task
 * @fiber:	the stack it runs on; NULL for init_task, which runs on the engine's
 * @queue:	among the tasks that can run; empty when it waits
 * @all:	among all tasks
 * @blocked_at:	vitro_time_given() when it began to wait
 * @rank:	its priority where the schedule gives one; a higher one runs first
 * @interrupts:	it handles a CPU's interrupts, and does so whenever that has them on
 * @rcu_since:	number of the grace period in which its outermost reader began
 * @outermost:	frame of the first function of the kernel half on its stack
 * @held_at:	for each of its held locks, where it was taken
 * @waits_on:	the lock of the queue that it has entered to wait there
 * @patience:	how often it may still be where it could be preempted before it is killed; 0: as often as it likes
 */
struct thread_struct {
	struct vitro_fiber *fiber;
	struct list_head queue;
	struct list_head all;
	u64 blocked_at;
	unsigned int rank;
	bool interrupts;
	unsigned long rcu_since;
	unsigned long outermost;
	struct vitro_stack *held_at;
	const struct lockdep_map *waits_on;
	unsigned long patience;
};
#define INIT_THREAD { NULL }

void cpu_relax(void);
unsigned long __get_wchan(struct task_struct *task);

#define KSTK_EIP(task) 0UL
#define KSTK_ESP(task) 0UL

extern struct pt_regs vitro_regs;
#define task_pt_regs(task) (&vitro_regs)

static inline void start_thread(struct pt_regs *regs, unsigned long pc, unsigned long sp)
{
}

static inline void flush_thread(void)
{
}
#endif /* __ASSEMBLY__ */

#endif
