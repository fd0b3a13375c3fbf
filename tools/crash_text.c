// SPDX-License-Identifier: GPL-2.0-only
/* Pieces of a hostile text, made printable and bounded. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "crash_parts.h"
#include "text.h"

static char printable(char c)
{
	return isprint((unsigned char)c) ? c : '?';
}

char *crash_copy(struct span span, size_t most)
{
	size_t length = span.length < most ? span.length : most;
	char *copy = memory_resize(NULL, length + 1);

	for (size_t i = 0; i < length; i++)
		copy[i] = printable(span.at[i]);
	copy[length] = '\0';
	return copy;
}

void crash_put(char *to, size_t size, struct span span)
{
	size_t used = strlen(to);

	for (size_t i = 0; i < span.length && used + 1 < size; i++)
		to[used++] = printable(span.at[i]);
	to[used] = '\0';
}

void crash_append(char *to, size_t size, const char *text)
{
	crash_put(to, size, crash_span(text));
}

struct span crash_span(const char *text)
{
	return (struct span){ text, strlen(text) };
}

bool crash_between(struct span span, const char *before, const char *after, struct span *found)
{
	const char *end;

	if (!span_skip_past(&span, before))
		return false;
	end = span_find(span, after);
	if (!end)
		return false;
	*found = (struct span){ span.at, (size_t)(end - span.at) };
	return found->length > 0;
}

/* "task kworker:12 ": a task's number; "core.c:12" is a line. Looks back no further than a word may be long. */
static bool is_pid(struct span span, size_t i)
{
	struct span word = { span.at + i, 0 };

	if (span.at[i - 1] != ':')
		return false;
	while (word.at > span.at && word.at[-1] != ' ' && word.length < CRASH_WORD)
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
	while (end < span.length && (isxdigit((unsigned char)span.at[end]) || span.at[end] == 'x'))
		end++;
	if (end < span.length && !strchr(" ,;)", span.at[end]))
		return 0;
	return end - i;
}

void crash_put_without_numbers(char *to, size_t size, struct span span)
{
	size_t used = strlen(to);

	/* What does not fit is not looked at. */
	if (span.length > 8 * size)
		span.length = 8 * size;
	for (size_t i = 0, number; i < span.length && used + 1 < size; i += number ? number : 1) {
		number = lone_number(span, i);
		to[used++] = number ? 'N' : printable(span.at[i]);
		to[used] = '\0';
	}
}
