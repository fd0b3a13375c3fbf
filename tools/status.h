/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a fuzzing session shows while it runs: one line rewritten in place, or one line per event.
 */
#ifndef VITRO_STATUS_H
#define VITRO_STATUS_H

#include <stdint.h>

struct engine;

/**
 * struct status - where the display is
 * @terminal:	rewrite one line instead of adding lines
 * @next:	monotonic milliseconds when the next line is due
 */
struct status {
	int terminal;
	int64_t next;
};

void status_start(struct status *status);

/* Show the numbers when they are due. */
void status_tick(struct status *status, const struct engine *engine, int64_t now);

/* One line that stays. */
void status_event(struct status *status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

void status_end(struct status *status);

#endif
