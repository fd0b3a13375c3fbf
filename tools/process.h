/* SPDX-License-Identifier: GPL-2.0-only */
/* Child processes. */
#ifndef VITRO_PROCESS_H
#define VITRO_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * struct command - an argument vector being put together
 * Arguments are copied. command_add() formats one argument; command_words() splits at blanks.
 */
struct command {
	char **argv;
	const char *directory; /* to run in, or NULL */
	const char *input;     /* file that becomes standard input, or NULL to inherit */
	const char *log; /* file that gets stdout and stderr (truncated), or NULL to inherit */
	int argc;
	bool quiet; /* standard error is dropped */
};

void command_add(struct command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void command_words(struct command *command, const char *words);
void command_free(struct command *command);

/* Run to the end. Return: exit status, 128 + signal, or -errno when it could not start. */
int command_run(struct command *command);

/* As command_run(), stdout into a malloc-ed, NUL-terminated string; @size may be NULL. */
int command_capture(struct command *command, char **output, size_t *size);

/* Start with stdout and stderr on a pipe. Return: pid, or -errno. */
pid_t command_start(struct command *command, int *output_fd);

/* Wait for what command_start() started. Return: as command_run(). */
int command_wait(pid_t pid);

/**
 * command_all() - run @count commands, @jobs at a time, to the end of all
 * @failed:	index of the first that failed
 *
 * Return: 0, or the failed one's status.
 */
int command_all(struct command *commands, int count, int jobs, int *failed);

/* Call @run in a child process for each index, @jobs at a time. Return: 0, or the first nonzero
 * result. */
int fork_each(int count, int jobs, int (*run)(int index, void *context), void *context);

#endif
