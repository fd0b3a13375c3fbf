// SPDX-License-Identifier: GPL-2.0-only
#include "progress.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

static char event[120];
static bool shown;

void progress_event(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(event, sizeof(event), format, args);
	va_end(args);
	shown = isatty(STDERR_FILENO);
	fprintf(stderr, shown ? "\r\033[K%s" : "%s\n", event);
}

void progress_count(int done, int total)
{
	if (shown)
		fprintf(stderr, "\r\033[K%s: %d/%d", event, done, total);
}

void progress_end(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}
