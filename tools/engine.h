/* SPDX-License-Identifier: GPL-2.0-only */
/* A fuzzing session: libFuzzer processes on one corpus, kept running in spite of what they find. */
#ifndef VITRO_ENGINE_H
#define VITRO_ENGINE_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "findings.h"
#include "status.h"
#include "worker.h"

/* How far a session that is to stop has been urged: the processes may finish an input, are interrupted, are killed. */
enum { ENGINE_ASKED = 1, ENGINE_TOLD, ENGINE_KILLED };

/**
 * struct engine - one session; the first part is filled in by the caller
 * @tree:	name of the kernel tree, for findings
 * @version:	its version
 * @corpus:	directory that grows
 * @seeds:	directory that is only read, or NULL
 * @dictionary:	file, or NULL
 * @slot:	number of this session among those of the process
 * @scratch:	private directory, on the file system of the state directory
 * @only:	file that the session starts from, with a corpus of its own, or NULL
 * @seconds:	0: until interrupted
 * @flags:	more libFuzzer flags, NULL-terminated
 * @afl:	AFL++ is to do it (afl.h), or NULL
 * @findings:	where they go
 *
 * @rate:	executions a second of late
 * @ended_execs: of processes that are gone
 * @coverage:	most that any process has seen, and so for @corpus_size
 * @initial:	features of the corpus that it began with
 * @crashes:	how often a process ended by a finding, and of these @repeats by one that @findings had
 * @asked:	when it was asked to stop
 * @unsaved:	something could not be saved: its scratch directory must stay
 * @failed:	a program cannot run: the session ends; @trouble may say why
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
	int slot;
	int jobs;
	int seconds;
	char *const *flags;
	struct afl *afl;
	struct findings *findings;

	struct worker *workers;
	struct status status;
	int64_t began;
	int64_t started; /* a process, last */
	int64_t deadline;
	int64_t sampled;
	int64_t noted; /* when the history was last told */
	uint64_t sampled_execs;
	uint64_t rate;
	uint64_t ended_execs;
	unsigned int coverage;
	unsigned int features, initial;
	unsigned int corpus_size;
	int crashes, repeats;
	int hopeless;
	int stopping;
	int64_t asked;
	bool loaded;
	bool unsaved;
	bool failed;
	char *trouble;
};

/* Monotonic milliseconds. */
int64_t engine_clock(void);

/* Run to the end: time over, every program content, interrupted, or failed. Return: 0 or an exit
 * code. */
int engine_run(struct engine *engine);

/*
 * The same in steps, for several sessions at once: begin; wait on the @jobs descriptors of engine_watch(), take what came,
 * tick a few times a second; stop, and go on until nothing is running.
 */
void engine_begin(struct engine *engine);
void engine_watch(const struct engine *engine, struct pollfd *fds);
void engine_take(struct engine *engine, const struct pollfd *fds);
void engine_tick(struct engine *engine, int64_t now);
void engine_stop(struct engine *engine);
bool engine_running(const struct engine *engine);

/* Urge it, when it is stopping, by one step. */
void engine_hurry(struct engine *engine);

uint64_t engine_execs(const struct engine *engine);

/* Bring @rate up to date. */
void engine_measure(struct engine *engine, int64_t now);

/* Kill what is left, free; the scratch directory goes unless something in it could not be saved. */
void engine_end(struct engine *engine);

#endif
