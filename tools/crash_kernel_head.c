// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "crash_kernel.h"
#include "crash_source.h"

/* "f+0x1f/0x30", up to the end of the word. */
static void set_function(struct report *report, struct span symbol)
{
	char *name;

	span_cut(&symbol, " ");
	span_cut(&symbol, ",");
	name = crash_function_name(symbol);
	report->function[0] = '\0';
	crash_append(report->function, sizeof(report->function), name);
	free(name);
}

/* "WORD in FUNCTION". */
static void split(struct report *report, struct span rest)
{
	struct span word = rest;

	span_cut(&word, " in ");
	crash_set_what(report, word);
	crash_put(report->word, sizeof(report->word), word);
	if (span_skip_past(&rest, " in "))
		set_function(report, rest);
}

static const struct crash_word kasan[] = {
	{ "slab-use-after-free", NULL, CRASH_USE_AFTER_FREE },
	{ "use-after-free", NULL, CRASH_USE_AFTER_FREE },
	{ "use-after-scope", NULL, CRASH_USE_AFTER_FREE },
	{ "use-after-return", NULL, CRASH_USE_AFTER_FREE },
	{ "double-free", NULL, CRASH_DOUBLE_FREE },
	{ "invalid-free", NULL, CRASH_DOUBLE_FREE },
	{ "invalid free", NULL, CRASH_DOUBLE_FREE },
	{ "null-ptr-deref", NULL, CRASH_NULL },
	{ "slab-out-of-bounds", NULL, CRASH_OUT_OF_BOUNDS },
	{ "vmalloc-out-of-bounds", NULL, CRASH_OUT_OF_BOUNDS },
	{ "global-out-of-bounds", NULL, CRASH_OUT_OF_BOUNDS },
	{ "stack-out-of-bounds", NULL, CRASH_OUT_OF_BOUNDS },
	{ "alloca-out-of-bounds", NULL, CRASH_OUT_OF_BOUNDS },
	{ "out-of-bounds", NULL, CRASH_OUT_OF_BOUNDS },
	{ "memory corruption", NULL, CRASH_OUT_OF_BOUNDS },
	{ 0 },
};

static void skip_doubt(struct span *rest)
{
	static const char *const doubts[] = { "maybe ", "probably " };

	for (size_t i = 0; i < sizeof(doubts) / sizeof(*doubts); i++)
		if (span_starts(*rest, doubts[i]))
			span_skip_past(rest, doubts[i]);
}

static void set_access(struct report *report, struct span *word)
{
	size_t length = word->length;

	if (length > 5 && !memcmp(word->at + length - 5, " read", 5)) {
		report->crash->access = CRASH_READ;
		word->length -= 5;
	} else if (length > 6 && !memcmp(word->at + length - 6, " write", 6)) {
		report->crash->access = CRASH_WRITE;
		word->length -= 6;
	}
}

/* KFENCE has the access in the first line. */
void crash_kernel_kasan(struct report *report, struct span rest)
{
	struct span word;

	skip_doubt(&rest);
	span_cut(&rest, " in range");
	word = rest;
	split(report, rest);
	span_cut(&word, " in ");
	set_access(report, &word);
	crash_set_what(report, word);
	report->word[0] = '\0';
	crash_put(report->word, sizeof(report->word), word);
	for (const struct crash_word *known = kasan; known->theirs; known++)
		if (span_starts(rest, known->theirs)) {
			report->crash->class = known->class;
			return;
		}
}

void crash_kernel_kmsan(struct report *report, struct span rest)
{
	split(report, rest);
	if (span_starts(rest, "use-after-free"))
		report->crash->class = CRASH_USE_AFTER_FREE;
}

void crash_kernel_kcsan(struct report *report, struct span rest)
{
	split(report, rest);
}

/* "shift-out-of-bounds in FILE:1:2", and by 5.x "Undefined behaviour in FILE:1:2" with all in the next line. */
void crash_kernel_ubsan(struct report *report, struct span rest)
{
	struct span word = rest;

	span_cut(&word, " in ");
	crash_set_what(report, word);
	crash_put(report->word, sizeof(report->word), word);
	if (span_skip_past(&rest, " in "))
		crash_set_place(report, rest);
	if (span_starts(word, "array-index") || span_starts(word, "object-size"))
		report->crash->class = CRASH_OUT_OF_BOUNDS;
	else if (span_starts(word, "null-ptr"))
		report->crash->class = CRASH_NULL;
	else if (span_starts(word, "misaligned") || span_starts(word, "invalid-load") ||
		 span_starts(word, "alignment"))
		report->crash->class = CRASH_TYPE;
	else if (span_starts(word, "unreachable"))
		report->crash->class = CRASH_BUG;
}

void crash_kernel_text(struct report *report, struct span rest)
{
	crash_set_text(report, rest);
}

/* "free active (active state 0) object: ffff... object type: timer_list hint: f+0x0/0x10" */
void crash_kernel_odebug(struct report *report, struct span rest)
{
	struct span state = rest, type = rest, hint = rest;

	span_cut(&state, " (");
	report->text[0] = '\0';
	crash_put(report->text, sizeof(report->text), state);
	if (span_skip_past(&type, "object type: ")) {
		span_cut(&type, " ");
		crash_append(report->text, sizeof(report->text), " ");
		crash_put(report->text, sizeof(report->text), type);
	}
	if (!span_skip_past(&hint, "hint: "))
		return;
	span_cut(&hint, " ");
	span_cut(&hint, "+");
	crash_append(report->text, sizeof(report->text), " ");
	crash_put(report->text, sizeof(report->text), hint);
}

/* Of a class with a subclass, "&q->lock/1", or with the number of a key, "#12", the name. */
static void add_lock(struct report *report, struct span name)
{
	char lock[CRASH_WORD] = "";
	int free = report->lock[0][0] != '\0';

	name = crash_trim(name);
	span_cut(&name, "#");
	for (size_t i = name.length; i > 1; i--) {
		if (strchr("0123456789", name.at[i - 1]))
			continue;
		if (name.at[i - 1] == '/' && i < name.length)
			name.length = i - 1;
		break;
	}
	crash_put(lock, sizeof(lock), name);
	if (!lock[0] || !strcmp(lock, report->lock[0]) || report->lock[free][0])
		return;
	crash_append(report->lock[free], sizeof(report->lock[free]), lock);
}

void crash_kernel_lock(struct report *report, struct span line)
{
	struct span name;

	if (crash_between(line, "(", "){", &name) ||
	    crash_between(line, "to release lock (", ") at", &name))
		add_lock(report, name);
}

/* The shim says it in one line: "... detected: A is taken with B held", "A -> B", "... usage of A", "... detected! A is". */
void crash_kernel_locks(struct report *report, struct span rest)
{
	static const char *const starts[] = { " usage of ", "detected: ", "detected! ", "freed! ",
					      "user space! " };
	static const char *const ends[] = { " is taken ", " is not held", " is held", " taken in ",
					    " -> " };
	struct span second = rest, name = rest;
	bool found = false;

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts) && !found; i++)
		found = span_skip_past(&name, starts[i]);
	if (!found)
		return;
	second = name;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		span_cut(&name, ends[i]);
	add_lock(report, name);
	if (span_skip_past(&second, " is taken with ") || span_skip_past(&second, " -> ")) {
		span_cut(&second, " held");
		add_lock(report, second);
	}
}

/* "fs/x.c:12!"; the shim adds " in f". */
void crash_kernel_bug(struct report *report, struct span rest)
{
	crash_set_place(report, rest);
	if (span_skip_past(&rest, " in "))
		set_function(report, rest);
}

/* "CPU: 0 PID: 1 at FILE:12 f+0x1/0x2"; the shim's "FILE:12 in f"; since 6.19 "FILE:12 at f+0x1/0x2, CPU#1: ...". */
void crash_kernel_warning(struct report *report, struct span rest)
{
	if (span_find(rest, " PID: "))
		span_skip_past(&rest, " at ");
	crash_set_place(report, rest);
	if (!span_skip_past(&rest, " "))
		return;
	if (span_starts(rest, "in ") || span_starts(rest, "at "))
		span_skip_past(&rest, " ");
	set_function(report, rest);
}
