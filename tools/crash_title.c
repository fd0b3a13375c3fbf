// SPDX-License-Identifier: GPL-2.0-only
/*
 * As a kernel maintainer would name it. What a sanitizer found in the process is named for its counterpart in a kernel:
 * "KASAN-like: slab-out-of-bounds read in f". The shim's titles are the kernel's already.
 */
#include <stdio.h>

#include "crash_parts.h"

static void add(struct report *report, const char *text)
{
	crash_append(report->crash->title, CRASH_TITLE, text);
}

/* The file where there is no function. */
static const char *function_of(const struct report *report)
{
	const struct crash_frame *at = report->crash->at;

	if (at && at->function[0])
		return at->function;
	return report->function[0] ? report->function : report->place;
}

static void add_function(struct report *report)
{
	const char *function = function_of(report);

	if (!function[0])
		return;
	add(report, " in ");
	add(report, function);
}

/* "A / B" in the order of the alphabet: who was first is the schedule's doing. As in harnesses/NAME.races. */
static void add_pair(struct report *report)
{
	const struct crash_frame *a = crash_first_inside(crash_stack(report->crash, CRASH_AT));
	const struct crash_frame *b =
		crash_first_inside(crash_stack(report->crash, CRASH_AT_OTHER));
	bool swap = a && b && strcmp(a->function, b->function) > 0;

	if (!a && !b) {
		add_function(report);
		return;
	}
	add(report, " in ");
	add(report, !a ? b->function : swap ? b->function : a->function);
	if (!a || !b)
		return;
	add(report, " / ");
	add(report, swap ? a->function : b->function);
}

static const char *counterpart(const struct crash *crash)
{
	static const char *const names[] = {
		[CRASH_USE_AFTER_FREE] = "KASAN-like: ",
		[CRASH_DOUBLE_FREE] = "KASAN-like: ",
		[CRASH_OUT_OF_BOUNDS] = "KASAN-like: ",
		[CRASH_WILD] = "KASAN-like: ",
		[CRASH_NULL] = "KASAN-like: ",
		[CRASH_UNINITIALISED] = "KMSAN-like: ",
		[CRASH_RACE] = "KCSAN-like: ",
		[CRASH_DEADLOCK] = "lockdep-like: ",
		[CRASH_RULE] = "lockdep-like: ",
		[CRASH_LEAK] = "kmemleak-like: ",
		[CRASH_UNKNOWN] = "",
	};

	if (crash->tool == CRASH_UBSAN)
		return crash->class == CRASH_WILD ? "KASAN-like: " : "UBSAN-like: ";
	if (crash->class == CRASH_RULE && crash->tool != CRASH_TSAN)
		return "ASan: ";
	return names[crash->class] ? names[crash->class] : "";
}

static void add_access(struct report *report)
{
	static const char *const words[] = { "", " read", " write" };
	const struct crash *crash = report->crash;

	if (crash->class == CRASH_USE_AFTER_FREE || crash->class == CRASH_OUT_OF_BOUNDS ||
	    crash->class == CRASH_WILD || crash->class == CRASH_NULL)
		add(report, words[crash->access]);
}

/* What is read uninitialised on its way to user space. */
static bool goes_to_user(const struct crash *crash)
{
	const struct crash_stack *at = crash_stack(crash, CRASH_AT);

	for (int i = 0; at && i < at->count && &at->frames[i] != crash->at; i++)
		if (strstr(at->frames[i].function, "copy_to_user") ||
		    strstr(at->frames[i].function, "copy_to_iter"))
			return true;
	return false;
}

static void title_of_sanitizer(struct report *report)
{
	struct crash *crash = report->crash;

	add(report, crash->class == CRASH_TOOL ? crash_tool_name(crash) : counterpart(crash));
	if (crash->class == CRASH_TOOL)
		add(report, ": ");
	if (crash->class == CRASH_UNINITIALISED && goes_to_user(crash))
		add(report, "kernel-infoleak");
	else
		add(report, report->word);
	add_access(report);
	if (crash->class == CRASH_RACE)
		add_pair(report);
	else
		add_function(report);
}

/* A timeout's frame is where the alarm struck, not what loops. */
static void title_of_engine(struct report *report)
{
	add(report, report->word);
	if (report->crash->class != CRASH_HANG)
		add_function(report);
}

static void title_of_kernel(struct report *report)
{
	struct crash *crash = report->crash;
	bool panic = !strcmp(report->word, "kernel panic");

	if (crash->kernel_tool[0]) {
		add(report, crash->kernel_tool);
		add(report, ": ");
	}
	add(report, strcmp(report->word, "BUG") ? report->word : report->text);
	if (panic) {
		add(report, ": ");
		add(report, report->text);
	}
	add_access(report);
	if (crash->class == CRASH_RACE)
		add_pair(report);
	else if (!panic)
		add_function(report);
}

/* Where it is, of those that say it: not what is left behind, or waits, or is missing. */
static void title_of_shim(struct report *report)
{
	const struct crash *crash = report->crash;
	const char *function = crash->at ? crash->at->function : "";
	bool asserts = crash->class == CRASH_WARNING || crash->class == CRASH_BUG;

	if (crash->class == CRASH_LEAK || crash->class == CRASH_HANG || crash->class == CRASH_HOLE)
		return;
	if (!*function || strstr(crash->title, function))
		return;
	add(report, asserts && strstr(crash->title, " in ") ? ", called by " : " in ");
	add(report, function);
}

void crash_make_title(struct report *report)
{
	switch (report->crash->tool) {
	case CRASH_NOBODY:
		add(report, "ended without a report");
		break;
	case CRASH_SHIM:
		title_of_shim(report);
		break;
	case CRASH_LIBFUZZER:
		title_of_engine(report);
		break;
	case CRASH_KERNEL:
		title_of_kernel(report);
		break;
	default:
		title_of_sanitizer(report);
	}
	if (report->crash->title[0])
		return;
	add(report, crash_tool_name(report->crash));
	add(report, ": report cut off");
}
