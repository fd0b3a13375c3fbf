// SPDX-License-Identifier: GPL-2.0-only
/* What is learnt from a line, put where it belongs. */
#include <stdlib.h>

#include "crash_parts.h"
#include "crash_source.h"
#include "files.h"

void crash_set_what(struct report *report, struct span what)
{
	char text[CRASH_TEXT] = "";

	crash_put_without_numbers(text, sizeof(text), crash_trim(what));
	free(report->crash->what);
	report->crash->what = text_format("%s", text);
}

void crash_set_word(struct report *report, const char *word, enum crash_class class)
{
	report->word[0] = '\0';
	crash_append(report->word, sizeof(report->word), word);
	report->crash->class = class;
}

void crash_set_text(struct report *report, struct span text)
{
	report->text[0] = '\0';
	crash_put_without_numbers(report->text, sizeof(report->text), crash_trim(text));
}

/* "FILE:12", with more behind it or not. */
void crash_set_place(struct report *report, struct span place)
{
	char *file;

	span_cut(&place, " ");
	span_cut(&place, ":");
	file = crash_file_name(place);
	report->place[0] = '\0';
	crash_append(report->place, sizeof(report->place), file);
	free(file);
}

bool crash_take_word(struct report *report, const struct crash_word *words, struct span rest)
{
	for (; words->theirs; words++) {
		if (!span_starts(rest, words->theirs))
			continue;
		crash_set_word(report, words->word, words->class);
		return true;
	}
	return false;
}

void crash_take_role(struct report *report, const struct crash_says *says, struct span line)
{
	for (; says->mark; says++) {
		if (!span_find(line, says->mark))
			continue;
		crash_stacks_role(report, says->role, line);
		return;
	}
}

/* From the first word on that names a file, be its path absolute or relative. */
static void cut_place(struct span *what)
{
	for (size_t i = 0; i < what->length; i++) {
		struct span word = { what->at + i + 1, 0 };

		if (what->at[i] != ' ')
			continue;
		while (i + 1 + word.length < what->length && word.at[word.length] != ' ')
			word.length++;
		if (span_find(word, "/") || span_find(word, ".c:")) {
			what->length = i;
			return;
		}
		i += word.length;
	}
}

static enum crash_tool summary_tool(struct span line)
{
	static const struct {
		const char *name;
		enum crash_tool tool;
	} tools[] = {
		{ "AddressSanitizer: ", CRASH_ASAN },
		{ "LeakSanitizer: ", CRASH_LSAN },
		{ "MemorySanitizer: ", CRASH_MSAN },
		{ "ThreadSanitizer: ", CRASH_TSAN },
		{ "UndefinedBehaviorSanitizer: ", CRASH_UBSAN },
	};

	for (size_t i = 0; i < sizeof(tools) / sizeof(*tools); i++)
		if (span_find(line, tools[i].name))
			return tools[i].tool;
	return CRASH_ASAN;
}

/* "SUMMARY: AddressSanitizer: KIND FILE:LINE:COLUMN in FUNCTION". */
void crash_summary_begin(struct report *report, struct span line)
{
	struct span what = line, function = line;

	report->crash->tool = summary_tool(line);
	span_skip_past(&what, "Sanitizer: ");
	cut_place(&what);
	if (report->crash->tool == CRASH_TSAN)
		crash_begin_thread(report, what);
	else
		crash_begin_memory(report, what);
	if (span_skip_past(&function, " in ")) {
		char *name = crash_function_name(function);

		crash_append(report->function, sizeof(report->function), name);
		free(name);
	}
}
