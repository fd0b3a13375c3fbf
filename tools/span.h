/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VITRO_SPAN_H
#define VITRO_SPAN_H

#include <stdbool.h>
#include <string.h>

/* Part of the text: not NUL-terminated. */
struct span {
	const char *at;
	size_t length;
};

static inline struct span line_at(const char *text)
{
	return (struct span){ text, strcspn(text, "\n") };
}

static inline const char *line_after(struct span line)
{
	return line.at + line.length + (line.at[line.length] == '\n');
}

static inline const char *span_find(struct span span, const char *what)
{
	return memmem(span.at, span.length, what, strlen(what));
}

static inline bool span_starts(struct span span, const char *what)
{
	return span.length >= strlen(what) && memcmp(span.at, what, strlen(what)) == 0;
}

static inline bool span_skip_past(struct span *span, const char *what)
{
	const char *found = span_find(*span, what);
	size_t skip;

	if (!found)
		return false;
	skip = (size_t)(found - span->at) + strlen(what);
	span->at += skip;
	span->length -= skip;
	return true;
}

static inline void span_cut(struct span *span, const char *what)
{
	const char *found = span_find(*span, what);

	if (found)
		span->length = (size_t)(found - span->at);
}

static inline bool span_before(struct span a, struct span b)
{
	size_t length = a.length < b.length ? a.length : b.length;
	int order = memcmp(a.at, b.at, length);

	return order ? order < 0 : a.length < b.length;
}

#endif
