/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a fuzzing session shows while it runs: one line rewritten in place, or one line per event.
 */
#ifndef VITRO_STATUS_H
#define VITRO_STATUS_H

#include <stdbool.h>
#include <stdint.h>

struct engine;

/**
 * struct status - where the display is
 * @terminal:	rewrite one line instead of adding lines
 * @next:	monotonic milliseconds when the next line is due
 * @say:	gets what status_event() says, and nothing else is shown; NULL: it goes to standard error
 */
struct status {
	int terminal;
	int64_t next;
	void (*say)(void *context, const char *line);
	void *context;
};

void status_start(struct status *status);

/* Is the next line due? Then it is status_show()'s turn, with a line. */
bool status_due(struct status *status, int64_t now);
void status_show(const struct status *status, const char *line);

/* "12:34", "1:02:03". malloc-ed. */
char *status_clock(int64_t milliseconds);

/* Show the numbers of a session when they are due. */
void status_tick(struct status *status, const struct engine *engine, int64_t now);

/* One line that stays. */
void status_event(struct status *status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

void status_end(struct status *status);

#endif
