// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stacks to run tasks on, and the way from one to another, announced to the sanitizers: ASan and MSan must know
 * which stack is in use, and to TSan each is a thread of its own. Nothing here is instrumented.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "fiber.h"
#include "sanitizer.h"
#include "vitro/host.h"

/* Valgrind has to be told of stacks, too. */
#if defined(VITRO_FLAVOUR_NONE) && __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#define STACK_REGISTER(from, to) ((void)VALGRIND_STACK_REGISTER(from, to))
#else
#define STACK_REGISTER(from, to) ((void)0)
#endif

#define STACK_SIZE \
	(256UL << 10) /* what 16 KiB hold on a kernel's stack, with the sanitizers' red zones */
#define GUARD_SIZE 4096UL

struct vitro_fiber {
	void *stack_pointer; /* while it is not running */
	char *stack;         /* lowest address, above the guard page */
	unsigned long size;
	void *thread; /* TSan's */
	void *fake_stack;
	void (*entry)(void *argument);
	void *argument;
	int reads_ignored;
	struct sequence_writer sequence_writer;
	struct vitro_fiber *next_free;
};

static struct vitro_fiber engine, *running = &engine, *left, *free_fibers;

/* Keeps what a called function must, so that the other stack finds its own again. */
void vitro_switch_stack(void **save, void *to);
__asm__(".text\n"
	".type vitro_switch_stack,@function\n"
	"vitro_switch_stack:\n"
	"	pushq %rbp\n"
	"	pushq %rbx\n"
	"	pushq %r12\n"
	"	pushq %r13\n"
	"	pushq %r14\n"
	"	pushq %r15\n"
	"	movq %rsp, (%rdi)\n"
	"	movq %rsi, %rsp\n"
	"	popq %r15\n"
	"	popq %r14\n"
	"	popq %r13\n"
	"	popq %r12\n"
	"	popq %rbx\n"
	"	popq %rbp\n"
	"	ret\n"
	".size vitro_switch_stack,.-vitro_switch_stack\n");

static void announce_arrival(void)
{
	if (__sanitizer_finish_switch_fiber)
		__sanitizer_finish_switch_fiber(running->fake_stack, (const void **)&left->stack,
						&left->size);
	if (__msan_finish_switch_fiber)
		__msan_finish_switch_fiber((const void **)&left->stack, &left->size);
}

static void announce_departure(struct vitro_fiber *to)
{
	if (__sanitizer_start_switch_fiber)
		__sanitizer_start_switch_fiber(&running->fake_stack, to->stack, to->size);
	if (__msan_start_switch_fiber)
		__msan_start_switch_fiber(to->stack, to->size);
	if (__tsan_switch_to_fiber)
		__tsan_switch_to_fiber(to->thread, 1 /* orders nothing */);
}

static void know_engine(void)
{
	pthread_attr_t attributes;
	void *stack;

	if (engine.size || pthread_getattr_np(pthread_self(), &attributes))
		return;
	pthread_attr_getstack(&attributes, &stack, &engine.size);
	engine.stack = stack;
	pthread_attr_destroy(&attributes);
	if (__tsan_get_current_fiber)
		engine.thread = __tsan_get_current_fiber();
}

void host_fiber_switch(struct vitro_fiber *to)
{
	know_engine();
	if (!to)
		to = &engine;
	left = running;
	announce_departure(to);
	running = to;
	vitro_switch_stack(&left->stack_pointer, to->stack_pointer);
	announce_arrival();
}

static void fiber_main(void)
{
	announce_arrival();
	running->entry(running->argument);
	abort();
}

/* As vitro_switch_stack() would leave it: six registers, where to go, and no caller. */
static void prepare(struct vitro_fiber *fiber)
{
	void **top = (void **)(fiber->stack + fiber->size);

	memset(top - 10, 0, 10 * sizeof(*top));
	top[-4] = (void *)fiber_main; /* returned to with the alignment of a call */
	fiber->stack_pointer = top - 10;
	if (__tsan_create_fiber)
		fiber->thread = __tsan_create_fiber(0);
}

static struct vitro_fiber *map_fiber(void)
{
	char *memory = mmap(NULL, GUARD_SIZE + STACK_SIZE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
	struct vitro_fiber *fiber = calloc(1, sizeof(*fiber));

	if (memory == MAP_FAILED || !fiber || mprotect(memory, GUARD_SIZE, PROT_NONE)) {
		fprintf(stderr, "vitro: no memory for another stack: %s\n", strerror(errno));
		_Exit(1);
	}
	fiber->stack = memory + GUARD_SIZE;
	fiber->size = STACK_SIZE;
	STACK_REGISTER(fiber->stack, fiber->stack + fiber->size);
	return fiber;
}

struct vitro_fiber *host_fiber_new(void (*entry)(void *argument), void *argument)
{
	struct vitro_fiber *fiber = free_fibers;

	if (fiber)
		free_fibers = fiber->next_free;
	else
		fiber = map_fiber();
	fiber->entry = entry;
	fiber->argument = argument;
	fiber->fake_stack = NULL;
	prepare(fiber);
	return fiber;
}

void host_fiber_free(struct vitro_fiber *fiber)
{
	if (__tsan_destroy_fiber)
		__tsan_destroy_fiber(fiber->thread);
	host_unpoison(fiber->stack, fiber->size, 0);
	fiber->next_free = free_fibers;
	free_fibers = fiber;
}

static int lies_in(const struct vitro_fiber *fiber, const unsigned long *frame)
{
	const char *low = (const char *)frame;

	return low >= fiber->stack && low < fiber->stack + fiber->size - 2 * sizeof(*frame);
}

/* By frame pointers, as far as there are any; the first is where vitro_switch_stack() has put it. */
int host_fiber_stack(const struct vitro_fiber *fiber, unsigned long *addresses, int max)
{
	const struct vitro_fiber *of = fiber ? fiber : &engine;
	const unsigned long *frame = (const unsigned long *)of->stack_pointer + 5;
	int count = 0;

	while (count < max && lies_in(of, frame) && frame[1]) {
		addresses[count++] = frame[1];
		frame = (const unsigned long *)frame[0];
	}
	return count;
}

int *fiber_reads_ignored(void)
{
	return &running->reads_ignored;
}

struct sequence_writer *fiber_sequence_writer(void)
{
	return &running->sequence_writer;
}

void host_release(const void *token)
{
	if (__tsan_release)
		__tsan_release((void *)token);
}

void host_acquire(const void *token)
{
	if (__tsan_acquire)
		__tsan_acquire((void *)token);
}
