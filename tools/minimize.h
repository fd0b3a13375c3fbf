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

#include "structure.h"

struct minimizer;

/* Write the input without a part of it to @to. Return: the size that is left. */
typedef size_t cut_out(const struct minimizer *minimizer, size_t at, size_t length, uint8_t *to);

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
	size_t length; /* what a phase needs */
	const struct edit *edits;
	cut_out *cut;
};

/* @length bytes that are left out, or become @value; @other: what a phase needs besides. */
struct edit {
	size_t at, length;
	uint8_t value;
	size_t other;
};

/**
 * struct minimizer - an input, made smaller in place
 * @first:	index of the first candidate that will do, MINIMIZE_NONE or MINIMIZE_STOP
 * @room:	how large it was
 * @scheduled:	the input is operations with a schedule (docs/architecture.md)
 * @structure:	how it is built (structure.h)
 * @der:	of @data, while a phase needs it
 * @stopped:	it could have become smaller, but was stopped
 */
struct minimizer {
	uint8_t *data;
	size_t size, room;
	bool scheduled;
	struct structure structure;
	const struct der *der;
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

/* A list of edits that is put together, tried once, and then empty. */
struct edits {
	struct edit *list;
	size_t count, room;
};

void edits_add(struct edits *edits, struct edit edit);

/* @make: as of struct candidates. Return: whether one will do, which is then @made. */
bool edits_try(struct minimizer *minimizer, struct edits *edits, struct edit *made,
	       size_t (*make)(const struct candidates *candidates, size_t index, uint8_t *to));

cut_out minimize_cut;

/*
 * Leave out blocks of @length bytes between @start and @end, one after the other from the end on. Return: how many bytes they
 * were.
 */
size_t minimize_length(struct minimizer *minimizer, size_t start, size_t end, size_t length,
		       cut_out *cut);

/* The same for blocks of many times @unit bytes, then half as many... Return: whether it has become smaller. */
bool minimize_blocks(struct minimizer *minimizer, size_t start, size_t end, size_t unit,
		     cut_out *cut);

/* The least power of two times @unit that is at least @size. */
size_t minimize_half(size_t size, size_t unit);

/* Blocks of @length bytes that become zeroes. */
bool minimize_zero(struct minimizer *minimizer, size_t start, size_t end, size_t length);

/* Each byte between @start and @end 0, or at least plain; or less, where they are @numbers. */
bool minimize_values(struct minimizer *minimizer, size_t start, size_t end, bool numbers);

/* A part is left out, and a byte before it that may count it becomes less. */
bool minimize_counted(struct minimizer *minimizer);

/* One of two blocks is left out, and what it has is laid over the other. */
bool minimize_folds(struct minimizer *minimizer);

/* Whole elements, and what is around them (minimize_der.c). */
bool minimize_der(struct minimizer *minimizer);

/* Fewer turns, fewer operations, a lesser depth. */
bool minimize_schedule(struct minimizer *minimizer);

#endif
