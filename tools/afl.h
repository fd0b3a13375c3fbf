/* SPDX-License-Identifier: GPL-2.0-only */
/* A session of AFL++: afl-fuzz in place of libFuzzer, all that it leaves where libFuzzer's would be. */
#ifndef VITRO_AFL_H
#define VITRO_AFL_H

#include "build.h"
#include "engine.h"
#include "process.h"

/**
 * struct afl - what AFL++ needs besides a session's own
 * @fuzzer:	afl-fuzz
 * @program:	bin/NAME.afl++; the engine's binary stays libFuzzer's, in which crashes are run again
 * @mutator:	of a concurrent harness, for afl-fuzz to load, or NULL
 * @in:		copies of the corpus and the seeds
 * @out:	afl-fuzz's, not in the scratch directory: what is in it when a session is killed, the next one takes
 * @max_size:	largest input, 0 when the harness does not say
 * @next:	for each process the number in its queue that the corpus does not have yet
 * @looked:	when it was last looked what is new
 * @seeds_done:	inputs that end the program before fuzzing begins have been filed
 */
struct afl {
	char *fuzzer, *program, *mutator;
	char *in, *out;
	int max_size;
	int *next;
	int64_t looked;
	bool seeds_done;
};

/* Does --engine ask for it? */
bool afl_wanted(const char *engine);

/* Can @engine, of --engine or NULL, do what is asked? Return: 0 or an exit code after one error line. */
int afl_check(const char *engine, const char *schedule_only);

/* The programs of @harnesses for it, beside libFuzzer's. Return: 0 or an exit code. */
int afl_build(const struct build *build, char *const *harnesses);

/* After session_prepare(). Return: 0 or an exit code. */
int afl_prepare(struct engine *engine, const struct build *build);

void afl_command(const struct engine *engine, const struct worker *worker, struct command *command);

/* While it runs: what it has found by @now, and how far it is. */
void afl_tick(struct engine *engine, int64_t now);

/* afl-fuzz ended by itself. */
void afl_ended(struct engine *engine, struct worker *worker, int code, bool stopping);

/* All that is left to take; its directory goes. */
void afl_end(struct engine *engine);

/* ---- Between afl*.c ---- */

/* @mutator: path of what is to be loaded for @harness, which goes with the session, or NULL. Return: 0 or an exit code. */
int afl_mutator(const struct build *build, const char *harness, char **mutator);

/* What is new in the queues below @out goes to the corpus; without @next all is. Return: 0 or an exit code. */
int afl_take_queues(struct engine *engine, const char *out, int *next);

/* File at most @most crashes and hangs that lie below @out. Return: how many. */
int afl_take_crashes(struct engine *engine, const char *out, int most);

/* File inputs of the corpus and seeds that afl-fuzz has left out because they end the program. Return: how many. */
int afl_take_seeds(struct engine *engine, const struct worker *worker);

#endif
