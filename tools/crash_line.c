// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines of a log: "<4>Nov 25 12:00:00 host kernel: [   12.345678][ T1234] BUG: ..." counts from "BUG". Whatever stands
 * before a time stamp is a prefix; the shim prints its log as "  <4>BUG: ...".
 */
#include <ctype.h>

#include "crash_parts.h"

enum { PREFIX = 100 };

static void skip(struct span *span, size_t count)
{
	span->at += count;
	span->length -= count;
}

static size_t digits(struct span span, size_t from)
{
	size_t i = from;

	while (i < span.length && isdigit((unsigned char)span.at[i]))
		i++;
	return i - from;
}

/* "[   12.345678]" at @i. Return: its length. */
static size_t time_stamp(struct span span, size_t i)
{
	size_t at = i + 1, count;

	while (at < span.length && span.at[at] == ' ')
		at++;
	count = digits(span, at);
	if (!count || at + count >= span.length || span.at[at + count] != '.')
		return 0;
	at += count + 1;
	count = digits(span, at);
	if (count < 3 || at + count >= span.length || span.at[at + count] != ']')
		return 0;
	return at + count + 1 - i;
}

static void skip_time(struct span *span)
{
	size_t end = span->length < PREFIX ? span->length : PREFIX, length;

	for (size_t i = 0; i < end; i++) {
		length = span->at[i] == '[' ? time_stamp(*span, i) : 0;
		if (!length)
			continue;
		skip(span, i + length);
		return;
	}
}

/* "[ T1234]" of a task, "[    C0]" of a CPU in interrupt, both with CONFIG_PRINTK_CALLER. */
static unsigned int skip_caller(struct span *span)
{
	size_t at = 1, count;
	unsigned int caller = 0;

	if (!span->length || span->at[0] != '[')
		return 0;
	while (at < span->length && span->at[at] == ' ')
		at++;
	if (at >= span->length || !strchr("TC", span->at[at]))
		return 0;
	count = digits(*span, at + 1);
	if (!count || count > 9 || at + 1 + count >= span->length ||
	    span->at[at + 1 + count] != ']')
		return 0;
	for (size_t i = 0; i < count; i++)
		caller = caller * 10 + (unsigned int)(span->at[at + 1 + i] - '0');
	caller = caller * 2 + (span->at[at] == 'C') + 1;
	skip(span, at + count + 2);
	return caller;
}

/* "<4>", of a console or of syslog. */
static bool skip_level(struct span *span)
{
	size_t count = span->length && span->at[0] == '<' ? digits(*span, 1) : 0;

	if (!count || count > 3 || count + 1 >= span->length || span->at[count + 1] != '>')
		return false;
	skip(span, count + 2);
	return true;
}

/* Syslog without the kernel's own time: "Nov 25 12:00:00 host kernel: ". */
static void skip_syslog(struct span *span)
{
	static const char mark[] = " kernel: ";
	struct span start = { span->at, span->length < PREFIX ? span->length : PREFIX };
	const char *found = span_find(start, mark), *colon = span_find(start, ":");

	if (found && colon && colon < found && colon > span->at &&
	    isdigit((unsigned char)colon[-1]))
		skip(span, (size_t)(found - span->at) + strlen(mark));
}

const char *crash_line_read(const char *at, struct crash_line *line)
{
	struct span span = line_at(at);
	const char *next = line_after(span), *start;

	*line = (struct crash_line){ 0 };
	if (span.length && span.at[span.length - 1] == '\r')
		span.length--;
	if (span.length > 2 && span.at[0] == ' ' && span.at[1] == ' ' && span.at[2] == '<') {
		line->text = (struct span){ span.at + 2, span.length - 2 };
		line->log = skip_level(&line->text);
		if (line->log)
			return next;
	}
	start = span.at;
	skip_level(&span);
	skip_time(&span);
	skip_syslog(&span);
	if (span.length > 1 && span.at[0] == ' ' && span.at[1] == '[')
		skip(&span, 1);
	line->caller = skip_caller(&span);
	if (span.at != start && span.length && span.at[0] == ' ')
		skip(&span, 1);
	line->text = span;
	return next;
}
