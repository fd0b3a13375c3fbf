/* SPDX-License-Identifier: GPL-2.0-only */
/* Many inputs through several runners of one program, each result with its names and taken apart. */
#ifndef VITRO_POOL_H
#define VITRO_POOL_H

#include "build.h"
#include "crash.h"
#include "runner.h"

struct pool;

/**
 * struct trial - what one input did
 * @report:	symbolized, malloc-ed; NULL unless @crashed
 * @crash:	of it, when @crashed
 * @truth:	as struct runner_result
 */
struct trial {
	bool crashed;
	char *report;
	struct crash crash;
	int truth;
	uint64_t nanoseconds;
};

/* @jobs runners of built @harness. Return: 0, or an exit code after one error line. */
int pool_start(struct pool **pool, const struct build *build, const char *harness,
	       const struct runner_options *options, int jobs);
int pool_start_program(struct pool **pool, const char *binary, int llvm, const char *harness,
		       const struct runner_options *options, int jobs);
void pool_stop(struct pool *pool);

/**
 * struct pool_work - inputs to run
 * @next:	gives number @index, counted from 0; false when there is none now
 * @ended:	gets the result, in whatever order they end; what it wants to keep of @trial it takes out
 * @wanted:	is number @index still to be run? When it is given, those that end well may have run in one process, and
 *		have no @truth
 */
struct pool_work {
	bool (*next)(void *context, int index, const void **input, size_t *size);
	void (*ended)(void *context, int index, struct trial *trial);
	bool (*wanted)(void *context, int index);
	void *context;
};

/*
 * Until @next has no more. Data races that are known of the harness are passed over, as in the program itself.
 * Return: 0, or an exit code after one error line.
 */
int pool_run(struct pool *pool, const struct pool_work *work);

/* One input. */
int pool_try(struct pool *pool, const void *input, size_t size, struct trial *trial);

void trial_free(struct trial *trial);

#endif
