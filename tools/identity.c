// SPDX-License-Identifier: GPL-2.0-only
/*
 * The shim names what the kernel would name; the sanitizers name memory errors, to which the
 * function of the first stack frame in kernel code is added. Numbers that change from run to run
 * are dropped.
 */
#include "identity.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "span.h"

static void append(char *title, size_t size, struct span span)
{
	size_t used = strlen(title);

	for (size_t i = 0; i < span.length && used + 1 < size; i++)
		title[used++] = isprint((unsigned char)span.at[i]) ? span.at[i] : '?';
	title[used] = '\0';
}

static void append_text(char *title, size_t size, const char *text)
{
	append(title, size, (struct span){ text, strlen(text) });
}

/* "task kworker:12 ": a task's number; "core.c:12" is a line. */
static bool is_pid(struct span span, size_t i)
{
	struct span word = { span.at + i, 0 };

	if (span.at[i - 1] != ':')
		return false;
	while (word.at > span.at && word.at[-1] != ' ')
		word.at--, word.length++;
	return !span_find(word, ".c:") && !span_find(word, ".h:");
}

/* "value -12," -> "value N,": a number standing alone; "64-bit" and "u8[4]" stay. */
static size_t lone_number(struct span span, size_t i)
{
	size_t end = i;

	if (i && span.at[i - 1] != ' ' && !is_pid(span, i))
		return 0;
	if (end < span.length && span.at[end] == '-')
		end++;
	if (end >= span.length || !isdigit((unsigned char)span.at[end]))
		return 0;
	while (end < span.length && isxdigit((unsigned char)span.at[end]) | (span.at[end] == 'x'))
		end++;
	if (end < span.length && !strchr(" ,;)", span.at[end]))
		return 0;
	return end - i;
}

static void append_without_numbers(char *title, size_t size, struct span span)
{
	for (size_t i = 0, skip; i < span.length; i += skip) {
		skip = lone_number(span, i);
		if (skip)
			append_text(title, size, "N");
		else
			append(title, size, (struct span){ span.at + i, skip = 1 });
	}
}

/* Parse "    #3 0x4f2a in FUNCTION FILE:LINE:COLUMN" or ThreadSanitizer's "    #3 FUNCTION FILE:...
 * (...)". */
static bool parse_frame(struct span line, struct span *function, struct span *file)
{
	while (line.length && *line.at == ' ')
		line.at++, line.length--;
	if (line.length < 2 || line.at[0] != '#' || !isdigit((unsigned char)line.at[1]))
		return false;
	if (!span_skip_past(&line, " in ") && !span_skip_past(&line, " "))
		return false;
	*function = line;
	span_cut(function, " ");
	*file = (struct span){ line.at + function->length, line.length - function->length };
	return function->length > 0;
}

/* Sources that are never where a bug is: libFuzzer, the sanitizers, libc and both halves of the
 * shim. */
static bool is_machinery(struct span file)
{
	static const char *const parts[] = { "compiler-rt", "arch/vitro/kernel/", "shim/kernel/",
					     "shim/host/",  "/libc.so",           "/sysdeps/",
					     "/csu/" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (span_find(file, parts[i]))
			return true;
	return !span_find(file, ".c:") && !span_find(file, ".h:") && !span_find(file, ".S:");
}

/* The first frame of kernel code in the stack at @text. */
static bool first_in_stack(const char *text, struct span *function)
{
	struct span file;

	for (; parse_frame(line_at(text), function, &file); text = line_after(line_at(text)))
		if (!is_machinery(file))
			return true;
	return false;
}

/* Append " in FUNCTION" for the first stack after @text. */
static void append_function(char *title, size_t size, const char *text)
{
	struct span function, file;

	while (*text && !parse_frame(line_at(text), &function, &file))
		text = line_after(line_at(text));
	if (!first_in_stack(text, &function))
		return;
	append_text(title, size, " in ");
	append(title, size, function);
}

static const char *access_kind(const char *report)
{
	if (strstr(report, "\nREAD of size ") || strstr(report, "caused by a READ memory access"))
		return " read";
	if (strstr(report, "\nWRITE of size ") || strstr(report, "caused by a WRITE memory access"))
		return " write";
	return "";
}

/* "heap-buffer-overflow on address 0x..." and its like: the words before the first detail. */
static void title_of_sanitizer(char *title, size_t size, struct span kind)
{
	static const char *const details[] = { " on ", " (", ":", " 0x", " which " };

	for (size_t i = 0; i < sizeof(details) / sizeof(*details); i++)
		span_cut(&kind, details[i]);
	if (span_starts(kind, "attempting double-free"))
		append_text(title, size, "double-free");
	else if (span_starts(kind, "attempting free"))
		append_text(title, size, "bad-free");
	else if (span_starts(kind, "detected memory leaks"))
		append_text(title, size, "memory leak");
	else if (span_starts(kind, "SEGV") && strstr(kind.at, "points to the zero page"))
		append_text(title, size, "null-pointer-dereference");
	else
		append(title, size, kind);
	append_text(title, size, access_kind(kind.at));
	append_function(title, size, kind.at);
}

/* The stacks of both accesses; where the memory comes from may have one, too. */
static int racing(const char *text, struct span *functions)
{
	int count = 0;

	for (; *text && count < 2; text = line_after(line_at(text))) {
		struct span line = line_at(text);

		if (span_starts(line, "  Location "))
			break;
		if (span_find(line, " of size ") &&
		    first_in_stack(line_after(line), &functions[count]))
			count++;
	}
	return count;
}

/* "data race in A / B" in the order of the alphabet: who was first is the schedule's doing. */
static void title_of_thread(char *title, size_t size, struct span kind)
{
	struct span functions[2];
	int count, swap;

	if (!span_starts(kind, "data race")) {
		title_of_sanitizer(title, size, kind);
		return;
	}
	count = racing(kind.at, functions);
	swap = count == 2 && span_before(functions[1], functions[0]);
	append_text(title, size, "data race");
	for (int i = 0; i < count; i++) {
		append_text(title, size, i ? " / " : " in ");
		append(title, size, functions[i ^ swap]);
	}
}

static void title_of_undefined(char *title, size_t size, struct span what)
{
	append_without_numbers(title, size, what);
	append_function(title, size, what.at);
}

/* libFuzzer's own verdict. A timeout's frame is where the alarm struck, not what loops: leave it
 * out. */
static void title_of_engine(char *title, size_t size, struct span what)
{
	span_cut(&what, " (");
	span_cut(&what, " after ");
	append(title, size, what);
	if (!span_starts(what, "timeout"))
		append_function(title, size, what.at);
}

/* From the first word on that names a file, be its path absolute or relative. */
static void cut_place(struct span *what)
{
	for (size_t i = 0; i < what->length; i++) {
		struct span word = { what->at + i + 1, strcspn(what->at + i + 1, " \n") };

		if (what->at[i] == ' ' && (span_find(word, "/") || span_find(word, ".c:"))) {
			what->length = i;
			return;
		}
	}
}

/* Leftovers: "SUMMARY: AddressSanitizer: KIND FILE:LINE:COLUMN in FUNCTION". */
static void title_of_summary(char *title, size_t size, struct span what)
{
	struct span function = what;

	cut_place(&what);
	append_without_numbers(title, size, what);
	if (!span_skip_past(&function, " in "))
		return;
	append_text(title, size, " in ");
	append(title, size, function);
}

static const struct matcher {
	const char *mark; /* somewhere in the line; what follows goes to @name */
	void (*name)(char *title, size_t size, struct span what);
} matchers[] = {
	{ "ERROR: AddressSanitizer: ", title_of_sanitizer },
	{ "ERROR: LeakSanitizer: ", title_of_sanitizer },
	{ "WARNING: MemorySanitizer: ", title_of_sanitizer },
	{ "ERROR: MemorySanitizer: ", title_of_sanitizer },
	{ "WARNING: ThreadSanitizer: ", title_of_thread },
	{ "ERROR: ThreadSanitizer: ", title_of_sanitizer },
	{ ": runtime error: ", title_of_undefined },
	{ "ERROR: UndefinedBehaviorSanitizer: ", title_of_sanitizer },
	{ "ERROR: libFuzzer: ", title_of_engine },
	{ "Sanitizer: CHECK failed: ", title_of_undefined },
};

static bool title_of_line(char *title, size_t size, struct span line)
{
	for (size_t i = 0; i < sizeof(matchers) / sizeof(*matchers); i++) {
		struct span what = line;

		if (!span_skip_past(&what, matchers[i].mark))
			continue;
		matchers[i].name(title, size, what);
		return true;
	}
	return false;
}

static bool title_of_shim(char *title, size_t size, struct span line)
{
	static const char mark[] = "vitro: finding: ";

	if (!span_starts(line, mark))
		return false;
	span_skip_past(&line, mark);
	append_without_numbers(title, size, line);
	return true;
}

static bool title_of_last_resort(char *title, size_t size, struct span line)
{
	if (!span_starts(line, "SUMMARY: ") || !span_skip_past(&line, "Sanitizer: "))
		return false;
	title_of_summary(title, size, line);
	return true;
}

int finding_title(const char *text, char *title, size_t size)
{
	bool (*const passes[])(char *, size_t, struct span) = { title_of_shim, title_of_line,
								title_of_last_resort };

	title[0] = '\0';
	for (size_t i = 0; i < sizeof(passes) / sizeof(*passes); i++) {
		for (const char *at = text; *at; at = line_after(line_at(at)))
			if (passes[i](title, size, line_at(at)) && title[0])
				return 0;
	}
	snprintf(title, size, "ended without a report");
	return -1;
}
