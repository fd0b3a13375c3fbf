/* SPDX-License-Identifier: GPL-2.0-only */
/* What `vitro bench minimize` makes smaller: planted bugs of several flavours, and tests/crashes. */
#ifndef VITRO_BENCH_CRASHES_H
#define VITRO_BENCH_CRASHES_H

#include <stddef.h>
#include <stdint.h>

#include "bench_rows.h"
#include "crash.h"

/* @truth: -1 when the harness does not tell; then @crash does. */
struct bench_crash {
	char *name, *harness;
	const char *flavour;
	uint8_t *data;
	size_t size;
	int truth;
	struct crash crash;
};

struct bench_crashes {
	struct bench_crash *list;
	int count;
};

/* Build what they need, and run each once. Return: 0, or an exit code after one error line. */
int bench_crashes_make(struct bench_crashes *crashes, const struct bench *bench);
void bench_crashes_free(struct bench_crashes *crashes);

#endif
