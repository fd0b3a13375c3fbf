// SPDX-License-Identifier: GPL-2.0-only
#include "markup.h"

#include <stdarg.h>
#include <stdlib.h>

static void put(FILE *to, unsigned char c)
{
	switch (c) {
	case '&':
		fputs("&amp;", to);
		break;
	case '<':
		fputs("&lt;", to);
		break;
	case '>':
		fputs("&gt;", to);
		break;
	case '"':
		fputs("&quot;", to);
		break;
	case '\'':
		fputs("&#39;", to);
		break;
	default:
		putc((c >= ' ' && c < 0x7f) || c == '\t' || c == '\n' ? c : '?', to);
	}
}

void markup_text(FILE *to, const char *text)
{
	for (; text && *text; text++)
		put(to, (unsigned char)*text);
}

void markup_format(FILE *to, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		abort();
	va_end(args);
	markup_text(to, text);
	free(text);
}
