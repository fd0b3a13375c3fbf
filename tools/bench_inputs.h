/* SPDX-License-Identifier: GPL-2.0-only */
/* Crashing inputs of the demo harness, made from the tags in tests/planted.table; which bug each does, the harness says. */
#ifndef VITRO_BENCH_INPUTS_H
#define VITRO_BENCH_INPUTS_H

#include <stddef.h>
#include <stdint.h>

#include "pool.h"

enum { BENCH_INPUT_MAX = 256 };

struct bench_input {
	uint8_t data[BENCH_INPUT_MAX];
	size_t size;
	int truth;
};

struct bench_inputs {
	struct bench_input *list;
	int count;
	int bugs; /* how many different ones */
};

/**
 * bench_inputs_make() - @count inputs: records, a command with a planted bug, and bytes of no meaning
 * @flavour:	whose bugs; the endless loop is left out, which takes whatever time there is
 * @two:	with a second such command in it, behind or before
 *
 * The same each time. Return: 0, or an exit code after one error line.
 */
int bench_inputs_make(struct bench_inputs *inputs, struct pool *pool, const char *flavour,
		      int count, bool two);
void bench_inputs_free(struct bench_inputs *inputs);

#endif
