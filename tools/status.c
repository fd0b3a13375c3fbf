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

char *status_clock(int64_t milliseconds)
{
	long long seconds = milliseconds > 0 ? (milliseconds + 999) / 1000 : 0;

	if (seconds >= 3600)
		return text_format("%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60,
				   seconds % 60);
	return text_format("%02lld:%02lld", seconds / 60, seconds % 60);
}

static char *numbers(const struct engine *engine, int64_t now)
{
	char *clock = status_clock(engine->seconds ? engine->deadline - now : now - engine->began);
	char *line;

	line = text_format("%s %s %s | %" PRIu64
			   " exec/s | cov %u | corpus %u | findings %d | %s %s",
			   engine->harness, engine->flavour, engine->version, engine->rate,
			   engine->coverage, engine->corpus_size, engine->findings->total, clock,
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

bool status_due(struct status *status, int64_t now)
{
	if (now < status->next)
		return false;
	status->next = now + (status->terminal ? TERMINAL_PERIOD : LINE_PERIOD);
	return true;
}

void status_show(const struct status *status, const char *line)
{
	erase(status);
	if (status->terminal)
		fprintf(stderr, "%.*s", terminal_width() - 1, line);
	else
		fprintf(stderr, "%s\n", line);
}

void status_tick(struct status *status, const struct engine *engine, int64_t now)
{
	char *line;

	if (!status_due(status, now))
		return;
	line = numbers(engine, now);
	status_show(status, line);
	free(line);
}

void status_event(struct status *status, const char *format, ...)
{
	char *line;
	va_list args;

	va_start(args, format);
	if (vasprintf(&line, format, args) < 0)
		abort();
	va_end(args);
	if (status->say) {
		status->say(status->context, line);
	} else {
		erase(status);
		fprintf(stderr, "%s\n", line);
	}
	free(line);
	if (status->terminal)
		status->next = 0;
}

void status_end(struct status *status)
{
	erase(status);
	fflush(stderr);
}
