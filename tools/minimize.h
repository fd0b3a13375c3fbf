/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A smaller input of which something still holds: a deterministic search, that knows nothing of programs. It asks for the
 * first of a list of candidates that will do, so who answers may try many at a time.
 */
#ifndef VITRO_MINIMIZE_H
#define VITRO_MINIMIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct minimizer;

/* No candidate will do; or there is no time to tell. */
enum { MINIMIZE_NONE = -1, MINIMIZE_STOP = -2 };

/**
 * struct candidates - changes of the input, best first
 * @make:	write the @index-th, which is not larger than the room for the input, to @to. Return: its size
 */
struct candidates {
	size_t count;
	size_t (*make)(const struct candidates *candidates, size_t index, uint8_t *to);
	const struct minimizer *minimizer;
	size_t start, end, length; /* what a phase needs; bytes of the input */
	const struct edit *edits;
};

/* @length bytes that become @value. */
struct edit {
	size_t at, length;
	uint8_t value;
};

/**
 * struct minimizer - an input, made smaller in place
 * @first:	index of the first candidate that will do, MINIMIZE_NONE or MINIMIZE_STOP
 * @room:	how large it was
 * @scheduled:	the input is operations with a schedule (docs/architecture.md)
 * @stopped:	it could have become smaller, but was stopped
 */
struct minimizer {
	uint8_t *data;
	size_t size, room;
	bool scheduled;
	long (*first)(void *context, const struct candidates *candidates);
	void *context;
	bool stopped;
	bool depth_tried; /* to do without: once */
};

/* Until nothing can be taken away or made simpler any more. */
void minimize(struct minimizer *minimizer);

/* ---- For the phases ---- */

/* Ask, and take the first that will do over. Return: its index, or a negative number. */
long minimize_step(struct minimizer *minimizer, const struct candidates *candidates);

/*
 * Leave out blocks of @unit bytes between @start and @end: halves, then quarters... from the end on. @cut_out writes the
 * input without a part of it. Return: whether it has become smaller.
 */
typedef size_t cut_out(const struct minimizer *minimizer, size_t at, size_t length, uint8_t *to);
bool minimize_blocks(struct minimizer *minimizer, size_t start, size_t end, size_t unit,
		     cut_out *cut);

/* Bytes between @start and @end that are 0, or at least plain; or less, where they are @numbers. */
bool minimize_values(struct minimizer *minimizer, size_t start, size_t end, bool numbers);

/* Fewer turns, fewer operations, a lesser depth. */
bool minimize_schedule(struct minimizer *minimizer);

#endif
