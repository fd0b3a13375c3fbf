// SPDX-License-Identifier: GPL-2.0-only
#include "tail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "text.h"

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static void add_to_begin(struct tail *tail, const char *data, size_t size)
{
	if (!tail->begin)
		tail->begin = memory_resize(NULL, TAIL_PART);
	memcpy(tail->begin + tail->total, data, size);
	tail->total += size;
}

static void add_to_end(struct tail *tail, const char *data, size_t size)
{
	if (!tail->end)
		tail->end = memory_resize(NULL, TAIL_PART);
	while (size) {
		size_t at = tail->total % TAIL_PART, part = smaller(size, TAIL_PART - at);

		memcpy(tail->end + at, data, part);
		tail->total += part;
		data += part;
		size -= part;
	}
}

void tail_add(struct tail *tail, const char *data, size_t size)
{
	size_t first = tail->total < TAIL_PART ? smaller(size, TAIL_PART - tail->total) : 0;

	if (first)
		add_to_begin(tail, data, first);
	if (size > first)
		add_to_end(tail, data + first, size - first);
}

void tail_clear(struct tail *tail)
{
	tail->total = 0;
}

void tail_free(struct tail *tail)
{
	free(tail->begin);
	free(tail->end);
	*tail = (struct tail){ 0 };
}

static void write_end(const struct tail *tail, FILE *to)
{
	size_t at = tail->total % TAIL_PART;

	if (tail->total > 2 * TAIL_PART)
		fprintf(to, "\n[%zu bytes are left out]\n", tail->total - 2 * TAIL_PART);
	if (tail->total >= 2 * TAIL_PART)
		fwrite(tail->end + at, 1, TAIL_PART - at, to);
	fwrite(tail->end, 1, at, to);
}

char *tail_text(const struct tail *tail)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		abort();
	fwrite(tail->begin, 1, smaller(tail->total, TAIL_PART), to);
	if (tail->total > TAIL_PART)
		write_end(tail, to);
	if (fclose(to))
		abort();
	for (size_t i = 0; i < size; i++)
		if (!text[i])
			text[i] = '?';
	return text;
}

char *tail_last_line(const struct tail *tail)
{
	char *text = tail_text(tail), *line;
	size_t length = strlen(text);

	while (length && text[length - 1] == '\n')
		text[--length] = '\0';
	line = strrchr(text, '\n');
	line = text_format("%s", line ? line + 1 : text);
	free(text);
	return line;
}
