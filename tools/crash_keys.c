// SPDX-License-Identifier: GPL-2.0-only
/*
 * By what two reports are known to be of one bug. No key has a line, an address, or a name that only one compiler gives.
 * Frames are the subsystem's, with inlined functions: these are the same whatever a compiler inlines. docs/findings.md
 * says which keys there are.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "crash_key.h"
#include "crash_parts.h"
#include "files.h"

enum { DEPTH = 3 };

static void add_key(struct crash *crash, const char *kind, bool strong, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void add_key(struct crash *crash, const char *kind, bool strong, const char *format, ...)
{
	char text[3 * CRASH_TEXT];
	va_list args;

	if (crash->key_count == CRASH_KEYS)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	crash->keys[crash->key_count++] =
		(struct crash_key){ kind, text_format("%s", text), strong };
}

/* What a word says of memory is a matter of the tool; of rules, the word is the bug. */
static const char *group(const struct report *report)
{
	switch (report->crash->class) {
	case CRASH_RULE:
	case CRASH_DEADLOCK:
	case CRASH_BUG:
	case CRASH_WARNING:
	case CRASH_ARITHMETIC:
	case CRASH_HANG:
	case CRASH_TOOL:
	case CRASH_UNKNOWN:
		return report->word;
	default:
		return crash_class_name(report->crash->class);
	}
}

static const struct crash_stack *main_stack(const struct crash *crash)
{
	const struct crash_stack *stack = crash_stack(crash, CRASH_AT);

	if (crash->class == CRASH_LEAK || !stack)
		stack = crash_stack(crash, CRASH_ALLOCATED);
	return stack;
}

/* The lock was taken long before, and there the bug is. */
static bool strikes_late(const struct report *report)
{
	return !strcmp(report->word, "held lock freed") ||
	       !strcmp(report->word, "lock held when returning");
}

/* Nothing but the stack tells of these, and a raw one has no inlined functions: the caller is enough. */
static int depth(const struct crash *crash)
{
	return crash->class == CRASH_NULL || crash->class == CRASH_WILD ? 2 : DEPTH;
}

static void frames_key(struct report *report)
{
	const struct crash_stack *stack = main_stack(report->crash);
	struct key_names names;
	char text[KEY_JOINED];
	bool strong;

	key_take(&names, stack, depth(report->crash), false);
	strong = names.count && report->crash->class != CRASH_RACE && !strikes_late(report);
	key_join(&names, text);
	if (names.count)
		add_key(report->crash, "frames", strong, "%s: %s", group(report), text);
	key_take(&names, stack, 2, true);
	key_join(&names, text);
	if (names.count)
		add_key(report->crash, "outer", false, "%s: %s", group(report), text);
}

/* Who used it, and who had allocated or freed it. */
static void memory_key(struct report *report)
{
	struct crash *crash = report->crash;
	char at[KEY_NAME], allocated[KEY_NAME], freed[KEY_NAME];

	key_first(at, crash, CRASH_AT);
	key_first(allocated, crash, CRASH_ALLOCATED);
	key_first(freed, crash, CRASH_FREED);
	if (crash->class == CRASH_OUT_OF_BOUNDS && at[0] && allocated[0])
		add_key(crash, "memory", true, "out-of-bounds: %s, allocated by %s", at, allocated);
	if ((crash->class == CRASH_USE_AFTER_FREE || crash->class == CRASH_DOUBLE_FREE) && at[0] &&
	    freed[0])
		add_key(crash, "memory", true, "%s: %s, freed by %s", group(report), at, freed);
	if (allocated[0])
		add_key(crash, "object", false, "%s: allocated by %s%s%s", group(report), allocated,
			freed[0] ? ", freed by " : "", freed);
	if (crash->class == CRASH_OUT_OF_BOUNDS && at[0] && report->variable[0])
		add_key(crash, "variable", true, "out-of-bounds: %s in %s", report->variable, at);
}

static bool frees(const struct crash_stack *stack)
{
	for (int i = 0; stack && i < stack->count && stack->frames[i].machinery; i++)
		if (crash_frees(&stack->frames[i]))
			return true;
	return false;
}

/* One side that frees makes it the use after free that another schedule would have shown. */
static void pair_key(struct report *report)
{
	struct crash *crash = report->crash;
	char a[KEY_NAME], b[KEY_NAME];
	bool swap, both;

	key_first(a, crash, CRASH_AT);
	key_first(b, crash, CRASH_AT_OTHER);
	both = a[0] && b[0];
	swap = strcmp(a, b) > 0;
	if (a[0] || b[0])
		add_key(crash, "pair", both, "%s: %s / %s", group(report), swap ? b : a,
			swap ? a : b);
	if (both && frees(crash_stack(crash, CRASH_AT)))
		add_key(crash, "memory", true, "use-after-free: %s, freed by %s", b, a);
	else if (both && frees(crash_stack(crash, CRASH_AT_OTHER)))
		add_key(crash, "memory", true, "use-after-free: %s, freed by %s", a, b);
}

/* Where the value was made and where it was used; a variable's name tells of those made in one function. */
static void origin_key(struct report *report)
{
	struct crash *crash = report->crash;
	char at[KEY_NAME], origin[KEY_NAME];

	key_first(at, crash, CRASH_AT);
	key_first(origin, crash, CRASH_ORIGIN);
	if (at[0] && origin[0])
		add_key(crash, "origin", true, "uninitialised: %s, made in %s %s", at, origin,
			report->variable);
}

/* Rules whose text says more than where: what object, which callback. */
static bool is_told(const char *word)
{
	return !strcmp(word, "misuse") || !strcmp(word, "ODEBUG bug");
}

/* UBSan's: the type says more than the file. */
static bool is_check(const struct report *report)
{
	return report->crash->tool == CRASH_UBSAN || !strcmp(report->crash->kernel_tool, "UBSAN");
}

/* WARN and BUG: the file and function, for the condition is not said; UBSan: the type. */
static void text_key(struct report *report)
{
	struct crash *crash = report->crash;
	char at[KEY_NAME] = "";

	key_first(at, crash, CRASH_AT);
	if (!at[0] && crash->at && !crash->at->machinery && !crash->at->base)
		crash_key_name(at, sizeof(at), crash->at->function);
	if (!at[0])
		crash_key_name(at, sizeof(at), report->function);
	if (report->place[0] && !at[0])
		add_key(crash, "text", true, "%s: %s in %s", report->word, report->text,
			report->place);
	else if (report->place[0] && at[0] && !is_check(report))
		add_key(crash, "assertion", true, "%s: %s in %s", report->word, report->place, at);
	else if (report->text[0] && !report->lock[0][0] && at[0] && crash->class != CRASH_LEAK)
		add_key(crash, "text", crash->class != CRASH_RULE || is_told(report->word),
			"%s: %s in %s", report->word, report->text, at);
	else if (!strcmp(report->word, "division-overflow") ||
		 !strcmp(report->word, "divide error"))
		add_key(crash, "text", at[0], "division-overflow: in %s", at);
}

/* Of two locks, in either order: who closes the circle is the schedule's doing. */
static void lock_key(struct report *report)
{
	struct crash *crash = report->crash;
	char a[KEY_NAME], b[KEY_NAME];
	bool two = report->lock[1][0], swap, turn;

	if (!report->lock[0][0])
		return;
	key_first(a, crash, CRASH_AT);
	key_first(b, crash, CRASH_AT_OTHER);
	swap = two && strcmp(report->lock[0], report->lock[1]) > 0;
	turn = two && strcmp(a, b) > 0;
	add_key(crash, "locks", a[0] || b[0], "%s: %s %s, %s %s", report->word, report->lock[swap],
		two ? report->lock[!swap] : "", turn ? b : a, turn ? a : b);
}

static bool loops(const struct report *report)
{
	return report->crash->class == CRASH_HANG && strcmp(report->word, "task hung") != 0;
}

/* Whoever notices, and wherever the alarm strikes: the innermost function of the subsystem is what loops. */
static void loop_key(struct report *report)
{
	char at[KEY_NAME];

	key_first(at, report->crash, CRASH_AT);
	if (at[0])
		add_key(report->crash, "loop", true, "stall: %s", at);
}

/* Where a stack does not end soon enough, its recursion shows as a timeout. */
static void cycle_key(struct report *report)
{
	bool hangs = report->crash->class == CRASH_HANG;
	char text[CRASH_TEXT] = "";
	int most;

	most = key_cycle(crash_stack(report->crash, CRASH_AT), text, sizeof(text));
	if (text[0] && (!hangs || most >= KEY_NAMES / 3))
		add_key(report->crash, "cycle", true, "recursion:%s", text);
}

/*
 * Neither a function nor a file: addresses, which at least one build gives the same each time. With nothing at all, the
 * title.
 */
static void last_key(struct report *report)
{
	const struct crash_stack *at = crash_stack(report->crash, CRASH_AT);
	char text[2 * CRASH_TEXT] = "";

	for (int i = 0; at && i < at->count; i++) {
		const char *file = at->frames[i].file, *offset = strstr(file, "+0x");

		if (at->frames[i].function[0] || !offset)
			continue;
		crash_append(text, sizeof(text), " ");
		crash_append(text, sizeof(text), offset);
	}
	if (!text[0] && report->pc[0])
		snprintf(text, sizeof(text), " pc %s", report->pc);
	if (text[0] && !report->crash->at)
		add_key(report->crash, "raw", true, "%s:%s", report->crash->title, text);
	else
		add_key(report->crash, "title", true, "%s", report->crash->title);
}

void crash_make_keys(struct report *report)
{
	struct crash *crash = report->crash;
	bool strong = false;

	if (crash->class == CRASH_HOLE)
		add_key(crash, "hole", true, "%s", report->text);
	if (crash->class == CRASH_STACK_EXHAUSTED || loops(report))
		cycle_key(report);
	if (loops(report)) {
		loop_key(report);
	} else if (crash->class != CRASH_HOLE && crash->class != CRASH_STACK_EXHAUSTED) {
		frames_key(report);
		memory_key(report);
		text_key(report);
		lock_key(report);
		if (crash->class == CRASH_RACE)
			pair_key(report);
		if (crash->class == CRASH_UNINITIALISED)
			origin_key(report);
	}
	for (int i = 0; i < crash->key_count; i++)
		strong |= crash->keys[i].strong;
	if (!strong)
		last_key(report);
}
