// SPDX-License-Identifier: GPL-2.0-only
/*
 * Under AFL++: persistent mode, with its own run time (afl-compiler-rt.o) for the fork server and the test cases in shared memory.
 * Its map is shim/host/afl_map.c's.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "share.h"
#include "vitro/host.h"

enum { ROUNDS = 100000 }; /* inputs that a process runs */

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void __sanitizer_set_death_callback(void (*callback)(void));

/* The run time. */
extern uint8_t *__afl_fuzz_ptr;
extern uint32_t *__afl_fuzz_len;
void __afl_manual_init(void);
int __afl_persistent_loop(unsigned int rounds);

/* It asks whether test cases may come in shared memory; afl-fuzz looks for the other two in the program. */
extern int __afl_sharedmem_fuzzing;
int __afl_sharedmem_fuzzing = 1;
static const char *volatile signatures[] = { "##SIG_AFL_PERSISTENT##",
					     "##SIG_AFL_DEFER_FORKSRV##" };

/* Nothing outlives afl-fuzz, however that ends: it stops what is between two inputs, and such a process would stay for ever. */
static void end_with_parent(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* Linked with --wrap=fork: tools/link_engine.c says why. */
pid_t __wrap_fork(void);

pid_t __wrap_fork(void)
{
	pid_t pid = _Fork();

	if (!pid) {
		end_with_parent();
		share_after_fork();
	}
	return pid;
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
	end_with_parent();
	__sanitizer_set_death_callback(die);
	LLVMFuzzerInitialize(&argc, &argv);
	__afl_manual_init();
	while (__afl_persistent_loop(ROUNDS))
		run();
	return 0;
}
