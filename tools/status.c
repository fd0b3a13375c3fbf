// SPDX-License-Identifier: GPL-2.0-only
/* All of this goes to standard error; standard output is for results. */
#include "status.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "engine.h"
#include "files.h"

enum { TERMINAL_PERIOD = 250, LINE_PERIOD = 10000 };

static int terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		return 80;
	return size.ws_col;
}

static char *clock_text(int64_t milliseconds)
{
	long long seconds = milliseconds > 0 ? (milliseconds + 999) / 1000 : 0;

	if (seconds >= 3600)
		return text_format("%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60,
				   seconds % 60);
	return text_format("%02lld:%02lld", seconds / 60, seconds % 60);
}

static char *numbers(const struct engine *engine, int64_t now)
{
	char *clock = clock_text(engine->seconds ? engine->deadline - now : now - engine->began);
	char *line;

	line = text_format("%s %s %s | %" PRIu64
			   " exec/s | cov %u | corpus %u | findings %d | %s %s",
			   engine->harness, engine->flavour, engine->version, engine->rate,
			   engine->coverage, engine->corpus_size, engine->findings.total, clock,
			   engine->seconds ? "left" : "running");
	free(clock);
	return line;
}

static void erase(const struct status *status)
{
	if (status->terminal)
		fputs("\r\033[K", stderr);
}

void status_start(struct status *status)
{
	status->terminal = isatty(STDERR_FILENO);
	status->next = engine_clock() + (status->terminal ? 0 : LINE_PERIOD);
}

void status_tick(struct status *status, const struct engine *engine, int64_t now)
{
	char *line;

	if (now < status->next)
		return;
	status->next = now + (status->terminal ? TERMINAL_PERIOD : LINE_PERIOD);
	line = numbers(engine, now);
	erase(status);
	if (status->terminal)
		fprintf(stderr, "%.*s", terminal_width() - 1, line);
	else
		fprintf(stderr, "%s\n", line);
	free(line);
}

void status_event(struct status *status, const char *format, ...)
{
	va_list args;

	erase(status);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	if (status->terminal)
		status->next = 0;
}

void status_end(struct status *status)
{
	erase(status);
	fflush(stderr);
}
