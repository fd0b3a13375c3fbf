/* SPDX-License-Identifier: GPL-2.0-only */
/* A fuzzing session: libFuzzer processes on one corpus, kept running in spite of what they find. */
#ifndef VITRO_ENGINE_H
#define VITRO_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "findings.h"
#include "status.h"
#include "worker.h"

/**
 * struct engine - one session; the first part is filled in by the caller
 * @tree:	name of the kernel tree, for findings
 * @version:	its version
 * @corpus:	directory that grows
 * @seeds:	directory that is only read, or NULL
 * @dictionary:	file, or NULL
 * @scratch:	private directory, on the file system of the state directory
 * @only:	file that the session starts from, with a corpus of its own, or NULL
 * @seconds:	0: until interrupted
 * @flags:	more libFuzzer flags, NULL-terminated
 * @afl:	AFL++ is to do it (afl.h), or NULL
 *
 * @rate:	executions a second of late
 * @ended_execs: of processes that are gone
 * @coverage:	most that any process has seen, and so for @corpus_size
 * @failed:	a program cannot run: the session ends
 */
struct engine {
	const char *harness;
	const char *flavour;
	const char *tree;
	const char *version;
	const char *binary;
	const char *only;
	const char *corpus;
	const char *seeds;
	const char *dictionary;
	const char *scratch;
	int jobs;
	int seconds;
	char *const *flags;
	struct afl *afl;

	struct worker *workers;
	struct findings findings;
	struct status status;
	int64_t began;
	int64_t deadline;
	int64_t sampled;
	int64_t noted; /* when the history was last told */
	uint64_t sampled_execs;
	uint64_t rate;
	uint64_t ended_execs;
	unsigned int coverage;
	unsigned int corpus_size;
	int hopeless;
	bool loaded;
	bool failed;
};

/* Monotonic milliseconds. */
int64_t engine_clock(void);

/* Run to the end: time over, every program content, interrupted, or failed. Return: 0 or an exit
 * code. */
int engine_run(struct engine *engine);

uint64_t engine_execs(const struct engine *engine);

/* Kill what is left, free; the scratch directory goes unless something in it could not be saved. */
void engine_end(struct engine *engine);

#endif
