/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers kept from one run to the next, in the state directory's history.db. */
#ifndef VITRO_HISTORY_H
#define VITRO_HISTORY_H

#include <stdint.h>

struct history_run {
	const char *harness;
	const char *flavour;
	const char *tree;
	int64_t started; /* seconds since the epoch */
	double seconds;
	int64_t execs;
	double execs_per_s;
	int coverage;
	int corpus;
	int findings;
};

/* One comparison of `vitro bench`; @ratio is good when it is at least @wanted. */
struct history_bench {
	int64_t time;
	const char *name;
	double a;
	double b;
	double ratio;
	double wanted;
};

/* Where a session stood, @at seconds after it @started. */
struct history_sample {
	const char *harness;
	const char *flavour;
	int64_t started;
	double at;
	int64_t execs;
	double execs_per_s;
	int coverage;
	int corpus;
};

/* Return: 0, or an exit code after one error line. */
int history_add_run(const struct history_run *run);
int history_add_bench(const struct history_bench *bench);
int history_add_sample(const struct history_sample *sample);

/*
 * Executions a second of the last run of @harness, 0 when there was none. Says nothing on errors.
 */
double history_last_rate(const char *harness);

/*
 * Call @show for every comparison, oldest first. Return: 0, or an exit code after one error line.
 */
int history_each_bench(void (*show)(const struct history_bench *bench, void *context),
		       void *context);

/* As history_each_bench(), by harness and flavour, and in these in the order of time. */
int history_each_sample(void (*show)(const struct history_sample *sample, void *context),
			void *context);

#endif
