// SPDX-License-Identifier: GPL-2.0-only
/*
 * Under AFL++: persistent mode, with its own run time (afl-compiler-rt.o) for the fork server and the test cases in shared memory.
 *
 * Its map is our counters. The compiler counts edges inline, in a section on pages of its own; when the run time has attached
 * AFL's shared memory, that is moved there. So the objects are the same as for libFuzzer, nothing is copied, and
 * of an input that crashes AFL has the edges up to that point.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sanitizer.h"
#include "vitro/host.h"

enum { PAGE = 4096, ROUNDS = 100000 /* inputs that a process runs */ };

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void __sanitizer_set_death_callback(void (*callback)(void));

extern unsigned char __start___sancov_cntrs[] WEAK;
extern unsigned char __stop___sancov_cntrs[] WEAK;

/* The run time. */
extern uint8_t *__afl_area_ptr;
extern uint32_t __afl_final_loc, __afl_map_size;
extern uint8_t *__afl_fuzz_ptr;
extern uint32_t *__afl_fuzz_len;
void __afl_manual_init(void);
int __afl_persistent_loop(unsigned int rounds);

/* It asks whether test cases may come in shared memory; afl-fuzz looks for the other two in the program. */
extern int __afl_sharedmem_fuzzing;
int __afl_sharedmem_fuzzing = 1;
static const char *volatile signatures[] = { "##SIG_AFL_PERSISTENT##",
					     "##SIG_AFL_DEFER_FORKSRV##" };

/* Linked with --wrap=fork: tools/link_engine.c says why. */
pid_t __wrap_fork(void);

pid_t __wrap_fork(void)
{
	return _Fork();
}

static size_t edges(void)
{
	return (size_t)(__stop___sancov_cntrs - __start___sancov_cntrs);
}

/* Before the run time's constructors, which attach a map of that size. */
__attribute__((constructor(2))) static void tell_size(void)
{
	if (edges())
		__afl_final_loc = (uint32_t)edges() - 1;
}

static void move_map(void)
{
	size_t size = (__afl_map_size + PAGE - 1) & ~(size_t)(PAGE - 1);
	uint8_t *counters = __start___sancov_cntrs;

	if (!getenv("__AFL_SHM_ID"))
		return;
	if (mremap(__afl_area_ptr, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, counters) !=
	    counters) {
		perror("vitro: AFL's map cannot be where the counters are");
		_exit(1);
	}
	__afl_area_ptr = counters;
}

/* Only a signal is a crash to AFL. */
static void die(void)
{
	signal(SIGABRT, SIG_DFL);
	abort();
}

static void run(void)
{
	size_t size = *__afl_fuzz_len;
	uint8_t *copy = malloc(size);

	if (size && !copy)
		abort();
	if (size)
		memcpy(copy, __afl_fuzz_ptr, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

int main(int argc, char **argv)
{
	if (argc > 1 || !signatures[0]) {
		fprintf(stderr, "usage: afl-fuzz -i DIR -o DIR -- %s\n", argv[0]);
		return 2;
	}
	__sanitizer_set_death_callback(die);
	LLVMFuzzerInitialize(&argc, &argv);
	move_map();
	__afl_manual_init();
	while (__afl_persistent_loop(ROUNDS))
		run();
	return 0;
}
