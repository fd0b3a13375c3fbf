// SPDX-License-Identifier: GPL-2.0-only
/*
 * Data races that are known (harnesses/NAME.races): TSan asks here before it reports one. A pair is what the title of a
 * finding has, so the same rule finds its names: of each access the innermost function that is no machinery's.
 * Each pair is said once; what else TSan finds (use after free, say) is always reported.
 */
#ifdef VITRO_FLAVOUR_THREAD
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "report.h"
#include "runner.h"
#include "sanitizer.h"
#include "vitro/host.h"
#include "vitro/machinery.h"

#define KNOWN_MAX 256

/* Generated for each program; ends with a row of nothing. */
extern const char *const vitro_known_races[][3];

int __tsan_get_report_data(void *report, const char **description, int *count, int *stacks,
			   int *accesses, int *locations, int *mutexes, int *threads,
			   int *unique_threads, void **sleep_trace, unsigned long trace_size);
int __tsan_get_report_mop(void *report, unsigned long index, int *thread, void **address, int *size,
			  int *write, int *atomic, void **trace, unsigned long trace_size);

/* The hook's name in the runtime, bool __tsan::OnReport(const ReportDesc *, bool): true keeps the report back. */
bool on_report(void *report, bool suppressed) __asm__("_ZN6__tsan8OnReportEPKNS_10ReportDescEb");

static bool is_machinery(const char *place)
{
	static const char *const parts[] = { VITRO_MACHINERY };

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (strstr(place, parts[i]))
			return true;
	return !strstr(place, ".c") && !strstr(place, ".h") &&
	       !strstr(place, ".S"); /* a line may be missing */
}

/* Of the functions inlined at one address the first that counts; the name is cut out where it stands. */
static const char *first_that_counts(char *frames)
{
	for (char *frame = frames; *frame; frame += strlen(frame) + 1) {
		size_t name = strcspn(frame, " ");

		if (is_machinery(frame + name))
			continue;
		frame[name] = '\0';
		return frame;
	}
	return NULL;
}

static void name_access(void *report, unsigned long index, char *name, size_t size)
{
	static char frames[2048];
	void *trace[32], *address;
	int thread, bytes, write, atomic;

	*name = '\0';
	memset(trace, 0, sizeof(trace));
	__tsan_get_report_mop(report, index, &thread, &address, &bytes, &write, &atomic, trace, 32);
	for (int i = 0; i < 32 && trace[i]; i++) {
		const char *function;

		memset(frames, 0, sizeof(frames));
		__sanitizer_symbolize_pc(trace[i], "%f %S", frames, sizeof(frames) - 2);
		function = first_that_counts(frames);
		if (!function)
			continue;
		snprintf(name, size, "%s", function);
		return;
	}
}

/* Of the calls that led to an access. */
static unsigned long hash_access(void *report, unsigned long index)
{
	void *trace[32], *address;
	int thread, bytes, write, atomic;
	unsigned long hash = 0xcbf29ce484222325UL;

	memset(trace, 0, sizeof(trace));
	__tsan_get_report_mop(report, index, &thread, &address, &bytes, &write, &atomic, trace, 32);
	for (int i = 0; i < 32 && trace[i]; i++)
		hash = (hash ^ (unsigned long)trace[i]) * 0x100000001b3UL;
	return hash;
}

/* Names are known to who runs us: it says which race it knows, by a number, and runs the input again. */
static bool is_known_there(void *report)
{
	unsigned long hash = hash_access(report, 0) + hash_access(report, 1);

	if (runner_race_known(hash))
		return true;
	fprintf(stderr, "vitro: race %#lx\n", hash);
	return false;
}

static bool is_pair(const char *const *pair, const char *a, const char *b)
{
	return (!strcmp(pair[0], a) && !strcmp(pair[1], b)) ||
	       (!strcmp(pair[0], b) && !strcmp(pair[1], a));
}

static bool is_data_race(void *report)
{
	const char *description;
	int unused[8];
	void *trace[1];

	__tsan_get_report_data(report, &description, &unused[0], &unused[1], &unused[2], &unused[3],
			       &unused[4], &unused[5], &unused[6], trace, 1);
	return !strcmp(description, "data-race") || !strcmp(description, "data race");
}

bool on_report(void *report, bool suppressed)
{
	static bool said[KNOWN_MAX];
	char first[128], second[128];

	report_kind(*(const int *)report);
	if (suppressed || !vitro_known_races[0][0] || !is_data_race(report))
		return suppressed;
	if (runner_serving)
		return is_known_there(report);
	name_access(report, 0, first, sizeof(first));
	name_access(report, 1, second, sizeof(second));
	for (int i = 0; vitro_known_races[i][0]; i++) {
		if (!is_pair(vitro_known_races[i], first, second))
			continue;
		if (i < KNOWN_MAX && !said[i]++)
			fprintf(stderr, "vitro: known data race in %s / %s: %s\n",
				vitro_known_races[i][0], vitro_known_races[i][1],
				vitro_known_races[i][2]);
		return true;
	}
	return false;
}
#else
typedef int known_races_are_for_the_thread_flavour;
#endif
