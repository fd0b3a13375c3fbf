/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a program that serves (shim/host/runner.c) and the tool that asks it (tools/runner.c) share: a socket with one byte
 * for each message, and this, mapped by both. VITRO_RUNNER=FD names the socket; FD + 1 is the memory.
 */
#ifndef VITRO_RUNNER_BLOCK_H
#define VITRO_RUNNER_BLOCK_H

#include <stdint.h>

enum {
	RUNNER_INPUT_MAX = 16 << 20,
	RUNNER_RACES = 256,
	RUNNER_BATCH = 4096,
	RUNNER_FEATURES = 4 << 20
};

/* Up: it can be asked now, an input has ended. Down: run what is in the block, as one input or as many. */
enum {
	RUNNER_READY = 'b',
	RUNNER_DONE = 'd',
	RUNNER_RUN = 'r',
	RUNNER_RUN_BATCH = 'f',
	RUNNER_TRY_BATCH = 't', /* a batch of which only @done is wanted */
	RUNNER_RUN_HERE =
		'h' /* a batch, without a fork: who serves ends with it when an input is bad */
};

/* Who ended the input: itself, or the server because of a limit that it did not end at by itself. */
enum { RUNNER_ITSELF, RUNNER_TIME, RUNNER_MEMORY };

/**
 * struct runner_block - one input and what came of it
 * @truth:	1 + what the harness says it does wrong, 0 nothing
 * @status:	as waitpid() gives it
 * @races:	how many of @race there are: races, by the hash that their report begins with, to pass over
 *
 * A batch, in one process (shim/host/features.c): @input has @count inputs one behind the other, of @sizes bytes. @done of them
 * have ended; what number i of them did is @feature from @ends of the one before it to its own. A batch that ends
 * by itself with some not @done has no room for what they do.
 */
struct runner_block {
	uint64_t size, timeout_ms, rss_mb;
	uint64_t nanoseconds;
	unsigned long truth;
	int32_t status, ended_by;
	uint32_t races;
	uint64_t race[RUNNER_RACES];
	uint32_t count, done;
	uint32_t sizes[RUNNER_BATCH], ends[RUNNER_BATCH];
	uint32_t feature[RUNNER_FEATURES];
	uint8_t input[RUNNER_INPUT_MAX];
};

#endif
