// SPDX-License-Identifier: GPL-2.0-only
/*
 * The shim's own findings, "vitro: finding: CLASS: TITLE". The title is worded as the kernel would, so what a kernel's
 * log is known by is looked for first.
 */
#include <ctype.h>

#include "crash_parts.h"
#include "crash_source.h"

static const struct crash_word classes[] = {
	{ "warning: ", "WARNING", CRASH_WARNING },
	{ "bug: ", "BUG", CRASH_BUG },
	{ "misuse: ", "misuse", CRASH_RULE },
	{ "leak: ", "memory leak", CRASH_LEAK },
	{ "hole: ", "shim hole", CRASH_HOLE },
	{ "hang: ", "stall", CRASH_HANG },
	{ 0 },
};

/* Worded by the shim alone. */
static const struct crash_word own[] = {
	{ "memory leak of ", "memory leak", CRASH_LEAK },
	{ "kmem_cache_free: Wrong slab cache", "wrong slab cache", CRASH_DOUBLE_FREE },
	{ "user memory accessed directly", "user-memory-access", CRASH_WILD },
	{ "free of a pointer that is not a live allocation", "invalid-free", CRASH_DOUBLE_FREE },
	{ "freed with a waiter", "freed with a waiter", CRASH_USE_AFTER_FREE },
	{ 0 },
};

/* Where a title says it: numbers and places would differ from tree to tree. */
static void set_text(struct report *report, struct span title)
{
	for (size_t i = 0; i < title.length; i++) {
		struct span word = { title.at + i, 0 }, after;

		while (i + word.length < title.length && title.at[i + word.length] != ' ')
			word.length++;
		after = (struct span){ title.at, i };
		if (span_find(word, ".c:") || span_find(word, ".h:")) {
			crash_set_text(report, after);
			return;
		}
		i += word.length;
	}
	crash_set_text(report, title);
}

bool crash_shim_begin(struct report *report, struct span line)
{
	static const char mark[] = "vitro: finding: ";
	struct span title;

	if (!span_starts(line, mark))
		return false;
	span_skip_past(&line, mark);
	crash_put_without_numbers(report->crash->title, CRASH_TITLE, line);
	report->crash->tool = CRASH_SHIM;
	title = line;
	if (span_find(title, ": "))
		span_skip_past(&title, ": ");
	crash_set_what(report, title);
	crash_set_word(report, "misuse", CRASH_RULE);
	crash_take_word(report, classes, line);
	if (!crash_kernel_words(report, title)) {
		crash_take_word(report, own, title);
		set_text(report, title);
	}
	report->crash->kernel_tool[0] = '\0';
	return report->crash->title[0];
}

static const struct crash_says roles[] = {
	{ "  leaked: ", CRASH_ALLOCATED },
	{ "  called by:", CRASH_AT },
	{ NULL, CRASH_OTHER },
};

void crash_shim_detail(struct report *report, struct span line)
{
	crash_take_role(report, roles, line);
	if (span_starts(line, "  leaked: ") && crash_stack(report->crash, CRASH_ALLOCATED))
		report->role = CRASH_OTHER;
}

static const struct crash_says log_roles[] = {
	{ "taken at", CRASH_AT_OTHER },
	{ "last disabled at", CRASH_AT_OTHER },
	{ "task:", CRASH_TASK },
	{ NULL, CRASH_OTHER },
};

void crash_shim_log(struct report *report, const struct crash_line *line)
{
	if (crash_stacks_line(report, line))
		return;
	crash_stacks_role(report, CRASH_OTHER, line->text);
	crash_take_role(report, log_roles, line->text);
}
