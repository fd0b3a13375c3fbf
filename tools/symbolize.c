// SPDX-License-Identifier: GPL-2.0-only
/*
 * Three things in a report are addresses: frames "#0 0xADDRESS (FILE+0xOFFSET)", with the number or without; the same in
 * parentheses in a summary; and what the shim leaves to us, "{symbol 0xADDRESS}" and "{place 0xADDRESS}" of the
 * program. Everything else is copied. One pass; what is looked up for one report is bounded.
 */
#include "symbolize.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "symbolizer.h"

enum { LOOKUPS_MAX = 4000, OFFSET_DIGITS = 16 };

struct work {
	struct symbolizer *symbolizer;
	FILE *to;
	int lookups;
	int shift; /* so many frames of this stack were not in the report */
};

static const struct code *look_up(struct work *work, struct span file, unsigned long offset)
{
	const struct code *code = symbolizer_code(work->symbolizer, file, offset, false);

	if (!code && work->lookups < LOOKUPS_MAX) {
		work->lookups++;
		code = symbolizer_code(work->symbolizer, file, offset, true);
	}
	return code && code->count ? code : NULL;
}

static void put(struct work *work, const char *at, size_t length)
{
	fwrite(at, 1, length, work->to);
}

/* ---- Reading ---- */

static void skip_blanks(struct span *span)
{
	while (span->length && *span->at == ' ')
		span->at++, span->length--;
}

static bool take_number(struct span *span, int base, unsigned long *value)
{
	size_t digits = 0;

	*value = 0;
	while (digits < span->length && digits < OFFSET_DIGITS) {
		unsigned char c = (unsigned char)span->at[digits];

		if (!(base == 16 ? isxdigit(c) : isdigit(c)))
			break;
		*value = *value * (unsigned long)base +
			 (unsigned long)(isdigit(c) ? c - '0' : tolower(c) - 'a' + 10);
		digits++;
	}
	span->at += digits;
	span->length -= digits;
	return digits != 0;
}

static bool take(struct span *span, const char *what)
{
	if (!span_starts(*span, what))
		return false;
	span->at += strlen(what);
	span->length -= strlen(what);
	return true;
}

/* "(FILE+0xOFFSET)" at the beginning of @span, which is then what follows. */
static bool take_code(struct span *span, struct span *file, unsigned long *offset)
{
	struct span rest = *span, inside;
	const char *end = memchr(span->at, ')', span->length), *plus = NULL;

	if (!end || !take(&rest, "("))
		return false;
	for (const char *c = rest.at; c < end; c++)
		if (*c == '+')
			plus = c;
	if (!plus || plus == rest.at)
		return false;
	*file = (struct span){ rest.at, (size_t)(plus - rest.at) };
	inside = (struct span){ plus + 1, (size_t)(end - plus) - 1 };
	if (!take(&inside, "0x") || !take_number(&inside, 16, offset) || inside.length)
		return false;
	span->length -= (size_t)(end + 1 - span->at);
	span->at = end + 1;
	return true;
}

/* ---- Frames ---- */

/* @number: -1 when frames have none. @address: as it was printed. @where: to be said when the file is not known. */
static void write_frame(struct work *work, int number, struct span address,
			const struct code_frame *frame, struct span where)
{
	fputs("    ", work->to);
	if (number >= 0)
		fprintf(work->to, "#%d ", number);
	put(work, address.at, address.length);
	fprintf(work->to, " in %s ", frame->function);
	if (frame->place)
		fputs(frame->place, work->to);
	else
		put(work, where.at, where.length);
	fputc('\n', work->to);
}

static bool write_frames(struct work *work, struct span line)
{
	struct span rest = line, address, where, file;
	unsigned long number = 0, offset, value;
	const struct code *code;
	bool numbered;

	skip_blanks(&rest);
	numbered = take(&rest, "#") && take_number(&rest, 10, &number);
	skip_blanks(&rest);
	address = rest;
	if (!take(&rest, "0x") || !take_number(&rest, 16, &value))
		return false;
	address.length = (size_t)(rest.at - address.at);
	skip_blanks(&rest);
	where = rest;
	if (!take_code(&rest, &file, &offset))
		return false;
	if (!number)
		work->shift = 0;
	code = look_up(work, file, offset);
	if (!code && (!numbered || !work->shift))
		return false;
	if (!code) {
		fprintf(work->to, "    #%d ", (int)number + work->shift);
		put(work, address.at, (size_t)(line.at + line.length - address.at));
		fputc('\n', work->to);
		return true;
	}
	for (int i = 0; i < code->count; i++)
		write_frame(work, numbered ? (int)number + work->shift + i : -1, address,
			    &code->frames[i], where);
	work->shift += code->count - 1;
	return true;
}

/* ---- Other lines ---- */

static bool is_in_source(const char *place)
{
	const char *colon = place ? strchr(place, ':') : NULL;

	return colon && colon - place > 2 && !strncmp(colon - 2, ".c", 2);
}

/* As host_place(): of what is inlined there, the innermost that is in no header; without the column. */
static void write_place(struct work *work, const struct code *code)
{
	const struct code_frame *frame = &code->frames[0];
	const char *column;

	for (int i = 0; i < code->count; i++) {
		if (!is_in_source(code->frames[i].place))
			continue;
		frame = &code->frames[i];
		break;
	}
	column = frame->place ? strrchr(frame->place, ':') : NULL;
	fprintf(work->to, "%s ", frame->function);
	put(work, frame->place ? frame->place : "?",
	    !frame->place ? 1 :
	    column        ? (size_t)(column - frame->place) :
			    strlen(frame->place));
}

/* "{symbol 0xADDRESS}" or "{place 0xADDRESS}" at the beginning of @rest. */
static bool write_name(struct work *work, struct span *rest)
{
	struct span at = *rest, program = { "", 0 };
	bool symbol = take(&at, "{symbol 0x");
	const struct code *code;
	unsigned long address;

	if ((!symbol && !take(&at, "{place 0x")) || !take_number(&at, 16, &address) ||
	    !take(&at, "}"))
		return false;
	code = look_up(work, program, address);
	if (!code)
		return false;
	if (symbol)
		fputs(code->frames[code->count - 1].function, work->to);
	else
		write_place(work, code);
	*rest = at;
	return true;
}

/* "SUMMARY: TOOL: WHAT FILE:LINE:COLUMN in FUNCTION"; what is behind the parentheses goes. */
static bool write_summary(struct work *work, struct span *rest)
{
	struct span at = *rest, file;
	const struct code *code;
	unsigned long offset;

	if (!take_code(&at, &file, &offset))
		return false;
	code = look_up(work, file, offset);
	if (!code || !code->frames[0].place)
		return false;
	fprintf(work->to, "%s in %s", code->frames[0].place, code->frames[0].function);
	rest->at += rest->length;
	rest->length = 0;
	return true;
}

static void write_other(struct work *work, struct span line)
{
	bool summary = span_starts(line, "SUMMARY: ");

	while (line.length) {
		size_t plain = 1;

		if (*line.at == '{' && write_name(work, &line))
			continue;
		if (*line.at == '(' && summary && write_summary(work, &line))
			continue;
		while (plain < line.length && line.at[plain] != '{' && line.at[plain] != '(')
			plain++;
		put(work, line.at, plain);
		line.at += plain;
		line.length -= plain;
	}
}

char *symbolize_report(struct symbolizer *symbolizer, const char *report)
{
	struct work work = { .symbolizer = symbolizer };
	char *text = NULL;
	size_t size;

	work.to = open_memstream(&text, &size);
	if (!work.to)
		abort();
	for (const char *at = report; *at; at = line_after(line_at(at))) {
		struct span line = line_at(at);

		if (write_frames(&work, line))
			continue;
		write_other(&work, line);
		if (line.at[line.length] == '\n')
			fputc('\n', work.to);
	}
	if (fclose(work.to))
		abort();
	return text;
}
