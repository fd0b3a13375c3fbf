/* SPDX-License-Identifier: GPL-2.0-only */
/* Two ways to do the same work, timed alternately on the same machine. */
#ifndef VITRO_BENCH_H
#define VITRO_BENCH_H

#include "process.h"

/**
 * struct bench_side - one of the two
 * @words:	libFuzzer program and flags, without -runs
 * @corpus:	directory whose files each run starts from, or NULL
 */
struct bench_side {
	struct command words;
	const char *corpus;
};

/**
 * bench_compare() - runs a second of each side, medians over alternating pairs
 * @scratch:	directory for copies of the corpus
 *
 * Return: 0, or an exit code after one error line.
 */
int bench_compare(const struct bench_side *a, const struct bench_side *b, const char *scratch,
		  double *rate_a, double *rate_b);

/* Monotonic seconds. */
double bench_clock(void);

/**
 * bench_until() - start @command and wait for a line with @mark, then end it
 * Return: seconds it took, or a negative number after one error line.
 */
double bench_until(struct command *command, const char *mark);

#endif
