/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tasks of a concurrent harness as threads of one process: they share a table of descriptors and the handlers
 * of signals, and call sys_*() with addresses of user memory. SIGPIPE is ignored.
 *
 * A call that blocks ends with -EINTR when nobody ends it for a second or more: each thread has an alarm, as a program that
 * must not wait for ever would set. Time passes only when nobody can run, or when the schedule says so.
 */
#ifndef VITRO_PROCESS_H
#define VITRO_PROCESS_H

#include <linux/types.h>

/* From .begin: a process without open files, which the caller is a thread of, too. */
void vitro_process_begin(void);

/* One more thread of it, which the harness has made with kthread_run(); and no longer, before the process ends. */
void vitro_process_join(void);
void vitro_process_leave(void);

/* From .end: it exits, and closes what is open. */
void vitro_process_end(void);

/* From kernel to user mode and back; use vitro_syscall(). */
void vitro_syscall_enter(void);
long vitro_syscall_exit(long result);

/* The calling thread makes a system call: its result. */
#define vitro_syscall(call)               \
	({                                \
		vitro_syscall_enter();    \
		vitro_syscall_exit(call); \
	})

/**
 * vitro_was_stuck() - did the alarm end the last call when all threads waited, and has no other done anything since?
 *
 * Then what that call waited for cannot have come; when it has, a wake-up was lost.
 */
bool vitro_was_stuck(void);

#endif
