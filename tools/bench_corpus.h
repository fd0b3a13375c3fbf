/* SPDX-License-Identifier: GPL-2.0-only */
/* What the two halves of `vitro bench corpus` share. */
#ifndef VITRO_BENCH_CORPUS_H
#define VITRO_BENCH_CORPUS_H

#include <stdint.h>

#include "bench_rows.h"

enum { BENCH_INPUTS = 20000, BENCH_NEW = BENCH_INPUTS / 100 };

/* @all has, for a part of the time, the inputs of @fresh, too; @theirs and @ours are what each keeps. */
struct merging {
	struct bench *bench;
	char *binary, *raw, *all, *fresh, *theirs, *ours, *state;
	uint64_t seed;
	double cold_theirs, cold_ours, warm_theirs, warm_ours;
};

/* Make all inputs: those of @all without @fresh, and @fresh. Return: 0 or an exit code. */
int bench_corpus_inputs(struct merging *merging);

#endif
