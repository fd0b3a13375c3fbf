// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reports, and the end of the process. The engine's own death callback, which saves the crashing input, is
 * kept behind ours, so that a sanitizer's report and a finding of the shim both end with the kernel log.
 * Linked with --wrap=__sanitizer_set_death_callback.
 */
#include <execinfo.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "report.h"
#include "runner.h"
#include "sanitizer.h"
#include "vitro/host.h"

#define EXIT_FINDING 77 /* what libFuzzer leaves with after a crash */

static const char *const finding_class[HOST_FINDINGS] = {
	[HOST_WARNING] = "warning", [HOST_BUG] = "bug",   [HOST_MISUSE] = "misuse",
	[HOST_LEAK] = "leak",       [HOST_HOLE] = "hole", [HOST_HANG] = "hang",
};

static void (*engine_death_callback)(void);

void __real___sanitizer_set_death_callback(void (*callback)(void)) WEAK;
void __wrap___sanitizer_set_death_callback(void (*callback)(void));

/*
 * TSan dies with locks of its own held: of the running thread, when that has freed what it then used, and the one that any thread
 * takes that has fallen behind. The engine's callback would wait for them. To TSan what follows is another thread, which has run
 * before, and in each input, so that it keeps up.
 */
static void *last_thread;
static bool of_access;

void report_kind(int kind)
{
	of_access =
		kind <= 4; /* ReportTypeExternalRace; behind it are locks, threads and signals */
}

static void prepare_last_thread(void)
{
	void *running;

	if (!__tsan_create_fiber || last_thread)
		return;
	running = __tsan_get_current_fiber();
	last_thread = __tsan_create_fiber(0);
	__tsan_switch_to_fiber(last_thread, 1);
	AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
	AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
	free(malloc(1));
	fflush(NULL);
	__tsan_switch_to_fiber(running, 1);
}

void report_begin_input(void)
{
	void *running;

	if (!last_thread)
		return;
	running = __tsan_get_current_fiber();
	__tsan_switch_to_fiber(last_thread, 1);
	__tsan_func_entry(NULL);
	__tsan_func_exit();
	__tsan_switch_to_fiber(running, 1);
}

static void die(void)
{
	if (of_access && last_thread)
		__tsan_switch_to_fiber(last_thread, 1);
	log_print_tail();
	if (engine_death_callback)
		engine_death_callback();
}

void __wrap___sanitizer_set_death_callback(void (*callback)(void))
{
	engine_death_callback = callback;
	prepare_last_thread();
	if (__real___sanitizer_set_death_callback)
		__real___sanitizer_set_death_callback(die);
}

void report_begin(int finding, const char *title)
{
	fprintf(stderr, "vitro: finding: %s: %s\n", finding_class[finding], title);
}

void report_line(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("  ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
}

void report_stack(void)
{
	void *frame[64];

	if (__sanitizer_print_stack_trace)
		__sanitizer_print_stack_trace();
	else
		backtrace_symbols_fd(frame, backtrace(frame, 64), STDERR_FILENO);
}

/*
 * One string for each function that is inlined at an address, innermost first, then an empty one. The
 * sanitizers expect a return address, and look at the instruction before it.
 */
static void symbolize(unsigned long address, const char *format, char *text, unsigned long size)
{
	memset(text, 0, size);
	if (__sanitizer_symbolize_pc)
		__sanitizer_symbolize_pc((void *)(address + 1), format, text, size - 2);
}

/* As symbolize(), or what who runs us will put the name in place of. */
static void name_code(const char *kind, unsigned long address, const char *format, char *text,
		      unsigned long size)
{
	if (!runner_serving) {
		symbolize(address, format, text, size);
		return;
	}
	memset(text, 0, size);
	snprintf(text, size, "{%s %#lx}", kind, address);
}

void report_code(unsigned long address)
{
	char text[1024];
	const char *frame = text;

	symbolize(address, "%F %L", text, sizeof(text));
	do {
		fprintf(stderr, "    %#lx %s\n", address, frame);
		frame += strlen(frame) + 1;
	} while (*frame);
}

void report_allocation_stack(const void *memory)
{
	void *trace[32];
	size_t count;
	int thread;

	if (!__asan_get_alloc_stack)
		return;
	count = __asan_get_alloc_stack((void *)memory, trace, 32, &thread);
	for (size_t i = 0; i < count; i++)
		report_code((unsigned long)trace[i]);
}

void report_kept_stack(const unsigned long *addresses)
{
	for (int i = 0; i < HOST_STACK_DEPTH && addresses[i]; i++)
		report_code(addresses[i] - 1);
}

void report_end(void)
{
	die();
	if (!engine_death_callback) {
		signal(SIGABRT, SIG_DFL); /* a report of a sanitizer's would be a second one */
		abort();                  /* an engine that takes signals for crashes */
	}
	_exit(EXIT_FINDING);
}

void host_report(int finding, const char *title)
{
	report_begin(finding, title);
	report_stack();
	report_end();
}

int host_stack(unsigned long *addresses, int max)
{
	void *frame[64];
	int count = backtrace(frame, max < 62 ? max + 2 : 64);
	int kept = 0;

	for (int i = 2; i < count && kept < max; i++)
		addresses[kept++] = (unsigned long)frame[i];
	if (__msan_unpoison)
		__msan_unpoison(addresses, kept * sizeof(*addresses));
	return kept;
}

void host_symbol(unsigned long address, char *text, unsigned long size)
{
	char names[1024];
	const char *name = names;

	name_code("symbol", address, "%f", names, sizeof(names));
	while (name[strlen(name) + 1])
		name += strlen(name) + 1;
	snprintf(text, size, "%s", name);
	if (__msan_unpoison)
		__msan_unpoison(text, strlen(text) + 1);
}

static int is_in_source(const char *frame)
{
	const char *colon = strrchr(frame, ':');

	return colon && colon - frame > 2 && !strncmp(colon - 2, ".c", 2);
}

void host_place(unsigned long address, char *text, unsigned long size)
{
	char frames[1024];
	const char *frame = frames;

	name_code("place", address - 1, "%f %s:%l", frames, sizeof(frames));
	while (*frame && !is_in_source(frame))
		frame += strlen(frame) + 1;
	snprintf(text, size, "%s", *frame ? frame : frames);
	if (__msan_unpoison)
		__msan_unpoison(text, strlen(text) + 1);
}
