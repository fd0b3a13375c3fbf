// SPDX-License-Identifier: GPL-2.0-only
/*
 * One input, with the limits that libFuzzer would have for it, and its words for what is beyond them: so a finding of the one
 * is a finding of the other. Signals go past the sanitizers' interceptors, which may keep one back for as long
 * as nothing is called that they know.
 */
#define _GNU_SOURCE
#include <execinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <ucontext.h>
#include <unistd.h>

#include "log.h"
#include "report.h"
#include "runner.h"
#include "sanitizer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void __wrap___sanitizer_set_death_callback(void (*callback)(void));
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
					      void (*on_free)(const volatile void *)) WEAK;

enum { EXIT_ENGINE = 77, STACK_DEPTH = 64 };

extern char _end[];

/* To MSan, what the kernel has written or calls with is not. */
#define NOT_SANITIZED __attribute__((no_sanitize("memory")))

static uint64_t timeout_ms, rss_mb;

static void print_frame(int number, unsigned long address)
{
	static char program[4096];

	if (!*program && readlink("/proc/self/exe", program, sizeof(program) - 1) < 0)
		program[0] = '?';
	fprintf(stderr, "    #%d 0x%012lx (%s+%#lx)\n", number, address, program, address);
}

/*
 * From what was interrupted on. Not the sanitizers' printer: it may wait for a lock that the interrupted code holds. Code
 * outside of the program (it is linked to a fixed place) is of no interest.
 */
NOT_SANITIZED static void print_stack(const ucontext_t *context)
{
	unsigned long pc = (unsigned long)context->uc_mcontext.gregs[REG_RIP];
	void *frames[STACK_DEPTH];
	int count = backtrace(frames, STACK_DEPTH), first = 0;

	while (first < count && (unsigned long)frames[first] != pc)
		first++;
	print_frame(0, pc);
	for (int i = first + 1, number = 1; i < count; i++)
		if ((unsigned long)frames[i] < (unsigned long)_end)
			print_frame(number++, (unsigned long)frames[i] - 1);
}

/* As libFuzzer's own: a line, the stack, a line. And the kernel log, which it does not know. */
static void leave(const char *what, const char *summary, const ucontext_t *context)
{
	fprintf(stderr, "==%d== ERROR: libFuzzer: %s\n", getpid(), what);
	if (context)
		print_stack(context);
	else
		report_stack();
	fprintf(stderr, "\nSUMMARY: libFuzzer: %s\n", summary);
	log_print_tail();
	_exit(EXIT_ENGINE);
}

NOT_SANITIZED static void on_signal(int number, siginfo_t *info, void *context)
{
	char what[80];

	(void)info;
	if (number == RUNNER_SIGNAL_MEMORY) {
		snprintf(what, sizeof(what), "out-of-memory (used: more than %luMb)",
			 (unsigned long)rss_mb);
		leave(what, "out-of-memory", context);
	}
	if (number == SIGPROF || number == RUNNER_SIGNAL_TIME) {
		snprintf(what, sizeof(what), "timeout after %lu seconds",
			 (unsigned long)(timeout_ms + 999) / 1000);
		leave(what, "timeout", context);
	}
	leave("deadly signal", "deadly signal", context);
}

/* As the kernel wants it. */
struct kernel_action {
	void (*handler)(int number, siginfo_t *info, void *context);
	unsigned long flags;
	void (*restorer)(void);
	unsigned long mask;
};
enum { RESTORER = 0x04000000 };

/* The unwinder knows a signal's frame by these instructions. */
void runner_restorer(void);
__asm__(".text\n"
	".type runner_restorer,@function\n"
	"	nop\n"
	"runner_restorer:\n"
	"	movq $15, %rax\n"
	"	syscall\n"
	".size runner_restorer,.-runner_restorer\n");

static void catch (int number)
{
	struct kernel_action action = { .handler = on_signal,
					.flags = SA_SIGINFO | RESTORER,
					.restorer = runner_restorer };

	syscall(SYS_rt_sigaction, number, &action, NULL, sizeof(action.mask));
}

/* What a sanitizer handles is its own to report. */
static void catch_deadly(int number)
{
	struct kernel_action old = { 0 };

	if (!syscall(SYS_rt_sigaction, number, NULL, &old, sizeof(old.mask)) && !old.handler)
		catch (number);
}

static void catch_signals(void)
{
	static const int deadly[] = { SIGABRT, SIGFPE, SIGILL, SIGTRAP, SIGSEGV, SIGBUS };

	for (size_t i = 0; i < sizeof(deadly) / sizeof(*deadly); i++)
		catch_deadly(deadly[i]);
	catch (SIGPROF);
	catch (RUNNER_SIGNAL_TIME);
	catch (RUNNER_SIGNAL_MEMORY);
}

/* Processor time: how busy the machine is shall not matter. */
void runner_limit_time(void)
{
	struct itimerval timer = { .it_value = {
					   .tv_sec = (time_t)(timeout_ms / 1000),
					   .tv_usec = (suseconds_t)(timeout_ms % 1000 * 1000) } };

	setitimer(ITIMER_PROF, &timer, NULL);
}

static void on_malloc(const volatile void *memory, size_t size)
{
	static char what[80];

	(void)memory;
	if (size <= rss_mb << 20)
		return;
	snprintf(what, sizeof(what), "out-of-memory (malloc(%zu))", size);
	leave(what, "out-of-memory", NULL);
}

static void on_free(const volatile void *memory)
{
	(void)memory;
}

static void nothing(void)
{
}

static void exited(void)
{
	leave("fuzz target exited", "fuzz target exited", NULL);
}

void runner_prepare(void)
{
	void *frame[1];
	char name[16];

	/* Both load what they need, once: for a report of a sanitizer that is the list of what is mapped. */
	backtrace(frame, 1);
	if (__sanitizer_symbolize_pc)
		__sanitizer_symbolize_pc(frame[0], "%m", name, sizeof(name));
}

void runner_limit(uint64_t time_limit, uint64_t memory_limit)
{
	timeout_ms = time_limit;
	rss_mb = memory_limit;
	__wrap___sanitizer_set_death_callback(nothing);
	if (__sanitizer_install_malloc_and_free_hooks)
		__sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
	catch_signals();
	atexit(exited);
}

int runner_input(const uint8_t *data, uint64_t size)
{
	uint8_t *copy = malloc(size);
	int verdict;

	if (size && !copy)
		_exit(1);
	if (size)
		memcpy(copy, data, size);
	runner_limit_time();
	features_begin();
	verdict = LLVMFuzzerTestOneInput(copy, size);
	setitimer(ITIMER_PROF, &(struct itimerval){ 0 }, NULL);
	free(copy);
	return verdict;
}
