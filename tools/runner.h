/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A harness program that is started once, brings its kernel half up once, and forks for each input: what an
 * input does to the process is gone with the child.
 */
#ifndef VITRO_RUNNER_H
#define VITRO_RUNNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct runner;

/**
 * struct runner_options - how inputs are run
 * @timeout_ms:	virtual and real: an input that takes longer is ended with a report of class hang
 * @rss_mb:	memory that one input may take
 */
struct runner_options {
	int timeout_ms;
	int rss_mb;
};

/**
 * struct runner_result - what one input did
 * @crashed:	there is a report
 * @report:	its text as it was printed, not symbolized, malloc-ed; NULL unless @crashed
 * @status:	exit status, or 128 + signal
 * @truth:	what the harness itself says fired (the demo's planted bug), -1 when it says nothing
 */
struct runner_result {
	bool crashed;
	char *report;
	int status;
	int truth;
	uint64_t nanoseconds;
};

/*
 * Start @binary, in the environment of sanitizer_environment(). Return: 0, or an exit code after one error line.
 */
int runner_start(struct runner **runner, const char *binary, const struct runner_options *options);

/* The same, but @binary is started when there is an input for it. */
int runner_new(struct runner **runner, const char *binary, const struct runner_options *options);

/* As runner_new(), and the program is on its way up already. */
int runner_start_early(struct runner **runner, const char *binary,
		       const struct runner_options *options);

/* Run one input to its end. A runner that died is started again. Return: 0, or -errno when it cannot run. */
int runner_run(struct runner *runner, const void *input, size_t size, struct runner_result *result);

/*
 * The same for several at a time. runner_begin() gives one something to do; runner_await() waits for any of those that have
 * something to do to be through, and says which, -1 when none has; its result is runner_end()'s.
 */
int runner_begin(struct runner *runner, const void *input, size_t size);
int runner_await(struct runner *const *runners, int count);
int runner_end(struct runner *runner, struct runner_result *result);

/**
 * struct runner_features - what a batch of inputs did, in numbers (shim/host/features.c), in the runner's own memory
 * @done:	inputs that ended well; the one behind them, when @status is not 0, is to blame
 * @ends:	what number i did is @feature from @ends of the one before it, or 0, to its own
 */
struct runner_features {
	int done, status;
	const uint32_t *ends, *feature;
};

/* An input into the batch that is being put together, empty at first and after each. Return: false when it has no room. */
bool runner_batch_add(struct runner *runner, const void *input, size_t size);

/* As runner_begin() and runner_end(), the batch, in one process. */
void runner_batch_begin(struct runner *runner);
int runner_batch_end(struct runner *runner, struct runner_features *result);

/*
 * As runner_batch_begin(), without @feature: what is behind those that ended well has to be run again, if only the first of
 * it crashed.
 */
void runner_try_begin(struct runner *runner);

/* As runner_begin(), the input that it had. */
void runner_again(struct runner *runner);

/*
 * A report of a data race begins with "vitro: race NUMBER": from now on that one is passed over. Return: false
 * when too many are already.
 */
bool runner_pass_over(struct runner *runner, uint64_t race);

void runner_result_free(struct runner_result *result);
void runner_stop(struct runner *runner);

#endif
