/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VITRO_FIBER_H
#define VITRO_FIBER_H

#include <stdbool.h>

/* Whether the race detector ignores what the running task reads; see marked.c. */
int *fiber_reads_ignored(void);

/* How many sequence counters the running task is the writer of, and whether it has moved the last of them. */
struct sequence_writer {
	int depth;
	bool moved;
};
struct sequence_writer *fiber_sequence_writer(void);

#endif
