// SPDX-License-Identifier: GPL-2.0-only
/*
 * One frame of a stack, as a sanitizer, the shim's log or a kernel prints it:
 *
 *	    #3 0x4f2a in FUNCTION FILE:LINE:COLUMN		(symbolized; "in" is missing when it is not)
 *	    #3 FUNCTION FILE:LINE (program+0x4f2a)		(ThreadSanitizer)
 *	    0x4f2a in FUNCTION FILE:LINE:COLUMN			(the shim's)
 *	  <6>    FUNCTION FILE:LINE				(the shim's kernel log)
 *	 FUNCTION+0x1f/0x30 FILE:LINE [module]			(a kernel's; "?" in front: not reliable)
 *	 FUNCTION FILE:LINE [inline]
 *	 FUNCTION (FILE:LINE FILE:LINE) module			(decode_stacktrace.sh)
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>

#include "crash_parts.h"

static void advance(struct span *span, size_t count)
{
	span->at += count;
	span->length -= count;
}

static size_t run_of(struct span span, const char *characters)
{
	size_t i = 0;

	while (i < span.length && strchr(characters, span.at[i]))
		i++;
	return i;
}

static size_t hex_length(struct span span)
{
	if (!span_starts(span, "0x"))
		return 0;
	advance(&span, 2);
	return 2 + run_of(span, "0123456789abcdefABCDEF");
}

static size_t identifier_length(struct span span)
{
	size_t i = 0;

	while (i < span.length &&
	       (isalnum((unsigned char)span.at[i]) || strchr("_.$:", span.at[i])))
		i++;
	return i && !isdigit((unsigned char)span.at[0]) ? i : 0;
}

/* " (BuildId: ...)", " (program+0x12)" at the end. Return: what was within the last, of length 0 when there is none. */
static struct span cut_module(struct span *span)
{
	struct span module = { span->at, 0 };

	while (span->length && span->at[span->length - 1] == ')') {
		size_t open = span->length;

		while (open && span->at[open - 1] != '(')
			open--;
		if (open < 2 || span->at[open - 2] != ' ')
			break;
		module = (struct span){ span->at + open, span->length - open - 1 };
		if (!span_find(module, "+0x") && !span_starts(module, "BuildId"))
			return (struct span){ span->at, 0 };
		span->length = open - 2;
	}
	return module;
}

/* Behind the last ")" that closes all; SIZE_MAX when something stays open, as in "operator<". */
static size_t parameters_end(struct span span)
{
	size_t last = 0;
	int depth = 0;

	for (size_t i = 0; i < span.length; i++) {
		char c = span.at[i];

		if (strchr("(<", c))
			depth++;
		if (!strchr(")>", c) || !depth)
			continue;
		depth--;
		if (!depth && c == ')')
			last = i + 1;
	}
	return depth ? SIZE_MAX : last;
}

static bool is_qualifier(struct span rest)
{
	return span_starts(rest, " const") || span_starts(rest, " as ");
}

/* Where a C++ name with parameters ends: the first space outside of brackets that no qualifier follows. */
static size_t name_length(struct span span)
{
	size_t i = parameters_end(span);
	const char *space = memchr(span.at, ' ', span.length);
	int depth = 0;

	if (i == SIZE_MAX)
		return space ? (size_t)(space - span.at) : span.length;
	for (; i < span.length; i++) {
		const struct span rest = { span.at + i, span.length - i };

		if (span.at[i] == '<')
			depth++;
		else if (span.at[i] == '>' && depth)
			depth--;
		else if (span.at[i] == ' ' && !depth && !is_qualifier(rest))
			break;
	}
	return i;
}

static bool split_sanitizer(struct span rest, struct crash_frame_line *frame)
{
	struct span module = cut_module(&rest);

	frame->function = (struct span){ rest.at, name_length(rest) };
	frame->place = rest;
	advance(&frame->place, frame->function.length);
	frame->place = crash_trim(frame->place);
	if (!frame->address.length)
		frame->address = module;
	if (!frame->place.length || span_starts(frame->place, "<null>"))
		frame->place = module;
	return true;
}

static bool read_numbered(struct span line, struct crash_frame_line *frame)
{
	size_t count;

	advance(&line, run_of(line, " \t"));
	if (line.length < 2 || line.at[0] != '#' || !isdigit((unsigned char)line.at[1]))
		return false;
	frame->number = atoi(line.at + 1);
	advance(&line, 1);
	advance(&line, run_of(line, "0123456789"));
	if (!line.length || line.at[0] != ' ')
		return false;
	advance(&line, run_of(line, " "));
	count = hex_length(line);
	frame->address = (struct span){ line.at, count };
	advance(&line, count);
	if (span_starts(line, " in "))
		advance(&line, 4);
	else if (count) { /* raw */
		frame->place = crash_trim(line);
		return true;
	}
	return line.length && split_sanitizer(line, frame);
}

static bool read_address(struct span line, struct crash_frame_line *frame)
{
	size_t count;

	if (!span_starts(line, "    0x"))
		return false;
	advance(&line, 4);
	count = hex_length(line);
	frame->address = (struct span){ line.at, count };
	advance(&line, count);
	if (!span_starts(line, " in "))
		return false;
	advance(&line, 4);
	return line.length && split_sanitizer(line, frame);
}

static bool read_shim_log(struct span line, struct crash_frame_line *frame)
{
	size_t count;

	if (!span_starts(line, "    "))
		return false;
	advance(&line, 4);
	count = identifier_length(line);
	if (!count || count >= line.length || line.at[count] != ' ')
		return false;
	frame->function = (struct span){ line.at, count };
	frame->place = line;
	advance(&frame->place, count + 1);
	return run_of(frame->place, " ") == 0 && span_find(frame->place, ":") &&
	       !span_find(frame->place, " ");
}

/* What comes before the function: "[<ffffffff81000000>] ", "? ", "RIP: 0010:", "pc : ". */
static void skip_marks(struct span *line, struct crash_frame_line *frame)
{
	static const char *const marks[] = { "RIP: 0010:", "pc : ", "EIP: " };

	advance(line, run_of(*line, " \t"));
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (span_starts(*line, marks[i]))
			advance(line, strlen(marks[i]));
	if (span_starts(*line, "[<")) {
		span_skip_past(line, ">]");
		advance(line, run_of(*line, " "));
	}
	if (span_starts(*line, "? ")) {
		frame->unreliable = true;
		advance(line, 2);
	}
}

/* "+0x1f/0x30". Return: its length. */
static size_t offset_length(struct span line)
{
	struct span rest = line;
	size_t count;

	if (!span_starts(rest, "+0x"))
		return 0;
	advance(&rest, 1);
	count = hex_length(rest);
	advance(&rest, count);
	if (!span_starts(rest, "/0x"))
		return 0;
	advance(&rest, 1);
	advance(&rest, hex_length(rest));
	return line.length - rest.length;
}

static bool is_place(struct span word)
{
	const char *colon = word.length ? span_find(word, ":") : NULL;

	return colon && colon + 1 < word.at + word.length && isdigit((unsigned char)colon[1]) &&
	       span_find(word, ".");
}

static struct span first_word(struct span span)
{
	size_t length = 0;

	while (length < span.length && span.at[length] != ' ')
		length++;
	return (struct span){ span.at, length };
}

/* decode_stacktrace.sh has all places of an address, the function's own last. */
static bool read_decoded(struct span rest, struct crash_frame_line *frame)
{
	const char *end = span_find(rest, ")");

	if (!span_starts(rest, " (") || !end)
		return false;
	rest = (struct span){ rest.at + 2, (size_t)(end - rest.at) - 2 };
	span_cut(&rest, " (discriminator");
	for (size_t i = rest.length; i; i--)
		if (rest.at[i - 1] == ' ') {
			advance(&rest, i);
			break;
		}
	frame->place = rest;
	return is_place(rest);
}

static bool read_kernel(struct span line, struct crash_frame_line *frame)
{
	struct span rest;
	size_t count, offset;

	skip_marks(&line, frame);
	count = identifier_length(line);
	if (!count || line.at[count - 1] == ':')
		return false;
	frame->kernel = true;
	frame->function = (struct span){ line.at, count };
	rest = line;
	advance(&rest, count);
	offset = offset_length(rest);
	advance(&rest, offset);
	if (read_decoded(rest, frame))
		return true;
	advance(&rest, run_of(rest, " "));
	frame->place = first_word(rest);
	if (!is_place(frame->place))
		frame->place.length = 0;
	frame->inlined = frame->place.length && span_find(rest, " [inline]");
	return offset || frame->inlined;
}

bool crash_frame_read(const struct crash_line *line, struct crash_frame_line *frame)
{
	*frame = (struct crash_frame_line){ .number = -1 };
	frame->function.at = frame->place.at = frame->address.at = line->text.at;
	if (line->log)
		return read_shim_log(line->text, frame);
	return read_numbered(line->text, frame) || read_address(line->text, frame) ||
	       read_kernel(line->text, frame);
}
