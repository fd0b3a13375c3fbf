// SPDX-License-Identifier: GPL-2.0-only
/*
 * Under AFL++ the map is our counters. The compiler counts edges inline, in a section on pages of its own; when AFL++'s run time
 * has attached the shared memory, that is moved there. So the objects are the same as for libFuzzer, nothing is
 * copied, and of an input that crashes afl-fuzz has the edges up to that point.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "afl_map.h"
#include "sanitizer.h"

enum { PAGE = 4096 };

extern unsigned char __start___sancov_cntrs[] WEAK;
extern unsigned char __stop___sancov_cntrs[] WEAK;

/* The run time's: the map, the number of its last place, its size. */
extern uint8_t *__afl_area_ptr WEAK;
extern uint32_t __afl_final_loc WEAK, __afl_map_size WEAK;

/* Before its constructors, which attach a map of that size. */
__attribute__((constructor(2))) static void tell_size(void)
{
	if (&__afl_final_loc && __start___sancov_cntrs)
		__afl_final_loc = (uint32_t)(__stop___sancov_cntrs - __start___sancov_cntrs) - 1;
}

void afl_map_move(void)
{
	uint8_t *counters = __start___sancov_cntrs;
	size_t size;

	if (!&__afl_area_ptr || !counters || !getenv("__AFL_SHM_ID"))
		return;
	size = (__afl_map_size + PAGE - 1) & ~(size_t)(PAGE - 1);
	if (mremap(__afl_area_ptr, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, counters) !=
	    counters) {
		perror("vitro: AFL's map cannot be where the counters are");
		_exit(1);
	}
	__afl_area_ptr = counters;
}
