/* SPDX-License-Identifier: GPL-2.0-only */
/* One libFuzzer process: started, listened to, stopped. */
#ifndef VITRO_WORKER_H
#define VITRO_WORKER_H

#include <stdbool.h>
#include <sys/types.h>
#include "pulse.h"

enum { WORKER_LINE = 1024, WORKER_LOG = 1 << 20 };

/**
 * struct worker - a process, or the place of one
 * @pid:	0 when none runs
 * @output:	read end of its stdout and stderr, or -1
 * @log:	last %WORKER_LOG bytes of what it printed since its start, NUL-terminated
 * @line:	the line being received; what is too long for it is only in @log
 * @artifacts:	private directory where libFuzzer puts the input that made it stop
 * @command:	how it was started, in one line
 * @counter:	shared with it: inputs run so far. libFuzzer tells too seldom; the shim counts here
 *when the file is named in VITRO_COUNTER. Stays 0 for a program that does not.
 * @counter_path: that file
 */
struct worker {
	pid_t pid;
	int output;
	char *log;
	size_t log_used;
	char line[WORKER_LINE];
	size_t line_used;
	char *artifacts;
	char *command;
	char *counter_path;
	volatile uint64_t *counter;
	struct pulse pulse;
};

/* Make @worker's place under @scratch, as number @index. Return: 0 or -errno. */
int worker_prepare(struct worker *worker, const char *scratch, int index);
void worker_free(struct worker *worker);

/*
 * Start @argv in a process group of its own; it dies when this process does. Return: 0 or -errno.
 */
int worker_start(struct worker *worker, char *const *argv);

/* Take what it printed, without blocking. Return: false at the end of its output. */
bool worker_read(struct worker *worker);

/* Inputs run since its start, as far as known. */
uint64_t worker_execs(const struct worker *worker);

void worker_signal(const struct worker *worker, int signal);

/* Wait for a process whose output has ended. Return: exit status, or 128 + signal. */
int worker_reap(struct worker *worker);

#endif
