/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * With VITRO_TRACE=1 each input is followed by one line that says what it did, which
 * tests/determinism.sh compares; with 2 the edges it took come before.
 */
#ifndef VITRO_TRACE_H
#define VITRO_TRACE_H

extern int trace_on;

void trace_begin_input(void);
void trace_end_input(void);
void trace_hash_memory(unsigned long size, int kind);

/* An allocation of @size bytes, or with ~@kind the end of one. */
static inline void trace_memory(unsigned long size, int kind)
{
	if (trace_on)
		trace_hash_memory(size, kind);
}

#endif
