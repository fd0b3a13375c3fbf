/* SPDX-License-Identifier: GPL-2.0-only */
/* The process of a runner, and the talk with it. The other end is shim/host/runner.c. */
#ifndef VITRO_RUNNER_PROCESS_H
#define VITRO_RUNNER_PROCESS_H

#include <sys/types.h>

#include "../shim/host/runner_block.h"
#include "runner.h"
#include "tail.h"

struct runner {
	char *binary;
	struct runner_options options;
	pid_t pid;
	int socket, output; /* of its and its children's stdout and stderr */
	int memory;
	struct runner_block *block;
	struct tail tail;
	char message;     /* RUNNER_RUN or another kind of it */
	bool booting;     /* it cannot be asked yet */
	bool busy, ended; /* has an input; which has ended */
	bool careful;     /* has died of a batch */
	bool collecting;  /* a batch */
	uint32_t seen;    /* how many of a batch were done */
	int attempts, error;
	int64_t until; /* it must have answered */
};

/* Start it: it says when it can be asked. Return: 0 or -errno. */
int runner_spawn(struct runner *runner);
void runner_kill(struct runner *runner);

/*
 * What has come from it. Return: the message, 0 for none yet, -EPIPE when it has ended. Output that was printed before
 * the message is taken, too.
 */
int runner_hear(struct runner *runner);

/* Wait for any of them to say or print something, at most until @until. */
void runner_listen(struct runner *const *runners, int count, int64_t until);

/* runner_batch.c: a batch may take as long as it gets on. */
void runner_batch_look(struct runner *runner);

/* Has it died, or to be killed, of one input of a batch? That has ended there, and the next one runs with more care. */
bool runner_batch_died(struct runner *runner);

/* How many milliseconds an input may take until its program is to be killed. */
static inline int64_t runner_patience(const struct runner *runner)
{
	return runner->options.timeout_ms * 5 + 20000;
}

/* Monotonic, in milliseconds. */
int64_t runner_clock(void);

#endif
