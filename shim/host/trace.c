// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an input did, as two hashes: how often each edge of the kernel half was taken (the
 * counters that the engine clears before each input), and the sequence of allocations and frees.
 * Addresses do not count.
 */
#include <stdio.h>

#include "report.h"
#include "sanitizer.h"
#include "trace.h"
#include "vitro/host.h"

#define SEED   0xcbf29ce484222325UL
#define FACTOR 0x100000001b3UL

extern const unsigned char __start___sancov_cntrs[] WEAK;
extern const unsigned char __stop___sancov_cntrs[] WEAK;
extern const unsigned long __start___sancov_pcs[][2] WEAK; /* address and flags, for each counter */

int trace_on;

static unsigned long memory, operations;

static unsigned long mix(unsigned long hash, unsigned long value)
{
	hash = (hash ^ value) * FACTOR;
	return hash ^ hash >> 32;
}

void trace_begin_input(void)
{
	static int asked;

	if (!asked++)
		trace_on = (int)host_option("TRACE", 0);
	memory = SEED;
	operations = 0;
}

void trace_hash_memory(unsigned long size, int kind)
{
	memory = mix(mix(memory, size), (unsigned long)kind);
	operations++;
}

void trace_end_input(void)
{
	const unsigned char *start = __start___sancov_cntrs, *stop = __stop___sancov_cntrs;
	unsigned long coverage = SEED, edges = 0;

	if (!trace_on)
		return;
	for (unsigned long i = 0; start + i < stop; i++) {
		if (!start[i])
			continue;
		coverage = mix(mix(coverage, i), start[i]);
		edges++;
		if (trace_on > 1)
			report_line("%3u times:", start[i]),
				report_code(__start___sancov_pcs[i][0]);
	}
	fprintf(stderr, "vitro: trace: %lu edges %016lx, %lu allocations and frees %016lx\n", edges,
		coverage, operations, memory);
}
