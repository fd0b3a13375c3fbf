/* SPDX-License-Identifier: GPL-2.0-only */
/* The comparisons of `vitro bench`. */
#ifndef VITRO_BENCH_ROWS_H
#define VITRO_BENCH_ROWS_H

#include <jansson.h>
#include <stdbool.h>

#include "build.h"

/**
 * struct bench - what all comparisons share
 * @scratch:	directory of this run
 * @rows:	results so far, as JSON
 */
struct bench {
	struct build build;
	char *scratch;
	bool json;
	json_t *rows;
};

struct bench_row {
	const char *name;
	int (*run)(struct bench *bench); /* 0 also when skipped, else an exit code */
	bool named;                      /* too long to be run when it is not asked for */
};

/* In files of their own. */
int bench_triage(struct bench *bench);
int bench_minimize(struct bench *bench);
int bench_fs(struct bench *bench);

extern const struct bench_row bench_rows[]; /* ended by a NULL name */

/* Show and keep one result: @a against @b, rates of two programs or what something takes and may take. */
void bench_add_row(struct bench *bench, const char *name, double a, double b, double ratio,
		   double wanted);

/* bench_costs.c: what a task switch and a spin lock cost. */
int bench_costs(struct bench *bench);

/* bench_corpus.c: `vitro corpus merge` beside libFuzzer's. */
int bench_corpus(struct bench *bench);

#endif
