/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VITRO_FIBER_H
#define VITRO_FIBER_H

/* Whether the race detector ignores what the running task reads; see marked.c. */
int *fiber_reads_ignored(void);

/* How many sequence counters the running task is the writer of. */
int *fiber_writes_sequence(void);

#endif
