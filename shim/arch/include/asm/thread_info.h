/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_VITRO_THREAD_INFO_H
#define _ASM_VITRO_THREAD_INFO_H

#define THREAD_SIZE_ORDER 2
#define THREAD_SIZE       (PAGE_SIZE << THREAD_SIZE_ORDER)

#ifndef __ASSEMBLY__
struct thread_info {
	unsigned long flags;
	int preempt_count;
	unsigned long preempt_disable_ip; /* where it stopped being 0 */
	unsigned int cpu;
	unsigned long
		irq_flags; /* of the CPU it runs on; nobody else runs there while they are off */
};
#define INIT_THREAD_INFO(task) { .preempt_count = INIT_PREEMPT_COUNT }
#endif

#define TIF_NOTIFY_RESUME   1
#define TIF_SIGPENDING      2
#define TIF_NEED_RESCHED    3
#define TIF_NOTIFY_SIGNAL   4
#define TIF_MEMDIE          5
#define TIF_RESTORE_SIGMASK 6
#define TIF_SYSCALL_TRACE   7

#define _TIF_NOTIFY_RESUME (1 << TIF_NOTIFY_RESUME)
#define _TIF_SIGPENDING    (1 << TIF_SIGPENDING)
#define _TIF_NEED_RESCHED  (1 << TIF_NEED_RESCHED)
#define _TIF_NOTIFY_SIGNAL (1 << TIF_NOTIFY_SIGNAL)

#endif
