/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The preemption count of the running task. Plain accesses: nobody else writes it, and asking for it is not a
 * point where the schedule may turn, as a marked access would be.
 */
#ifndef _ASM_VITRO_PREEMPT_H
#define _ASM_VITRO_PREEMPT_H

#include <linux/thread_info.h>

#include <asm/irqflags.h>

#define PREEMPT_ENABLED 0

static __always_inline int preempt_count(void)
{
	return current_thread_info()->preempt_count;
}

static __always_inline void preempt_count_set(int count)
{
	current_thread_info()->preempt_count = count;
}

#define init_task_preempt_count(task)                                       \
	do {                                                                \
		task_thread_info(task)->preempt_count = FORK_PREEMPT_COUNT; \
	} while (0)
#define init_idle_preempt_count(task, cpu)                                \
	do {                                                              \
		task_thread_info(task)->preempt_count = PREEMPT_DISABLED; \
	} while (0)

static __always_inline void set_preempt_need_resched(void)
{
}

static __always_inline void clear_preempt_need_resched(void)
{
}

static __always_inline bool test_preempt_need_resched(void)
{
	return false;
}

/* _THIS_IP_ would keep whoever uses it from being inlined. */
static __always_inline unsigned long preempt_this_ip(void)
{
	unsigned long ip;

	asm("lea 0(%%rip), %0" : "=r"(ip));
	return ip;
}

static __always_inline void __preempt_count_add(int value)
{
	struct thread_info *info = current_thread_info();

	if (!info->preempt_count)
		info->preempt_disable_ip = preempt_this_ip();
	info->preempt_count += value;
}

static __always_inline void __preempt_count_sub(int value)
{
	current_thread_info()->preempt_count -= value;
	vitro_atomic_section_ended();
}

/* Nobody ever asks for a reschedule: the schedule turns at the points of asm/rwonce.h. */
static __always_inline bool __preempt_count_dec_and_test(void)
{
	__preempt_count_sub(1);
	return false;
}

static __always_inline bool should_resched(int preempt_offset)
{
	return false;
}

#ifdef CONFIG_PREEMPTION
asmlinkage void preempt_schedule(void);
asmlinkage void preempt_schedule_notrace(void);
#define __preempt_schedule()         preempt_schedule()
#define __preempt_schedule_notrace() preempt_schedule_notrace()
#endif

#endif
