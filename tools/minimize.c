// SPDX-License-Identifier: GPL-2.0-only
#include "minimize.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

enum {
	ENDS = 256,  /* beginnings and ends that are tried, */
	BLOCKS = 64, /* blocks, */
	PARTS = 12, /* and points at which parts may begin and end, before what is left is changed */
	RANGES_MAX = 4096,
	RANGE_LENGTH = 12,
};

long minimize_step(struct minimizer *minimizer, const struct candidates *candidates)
{
	uint8_t *to;
	long found;

	if (minimizer->stopped || !candidates->count)
		return MINIMIZE_NONE;
	found = minimizer->first(minimizer->context, candidates);
	minimizer->stopped |= found == MINIMIZE_STOP;
	if (found < 0)
		return MINIMIZE_NONE;
	to = memory_resize(NULL, minimizer->room + 1);
	minimizer->size = candidates->make(candidates, (size_t)found, to);
	memcpy(minimizer->data, to, minimizer->size);
	free(to);
	return found;
}

void edits_add(struct edits *edits, struct edit edit)
{
	if (edits->count == edits->room) {
		edits->room = edits->room * 2 + 16;
		edits->list = memory_resize(edits->list, sizeof(*edits->list) * edits->room);
	}
	edits->list[edits->count++] = edit;
}

static bool try_edits(struct minimizer *minimizer, struct edits *edits, struct edit *made,
		      struct candidates *list)
{
	long found;

	list->count = edits->count;
	list->minimizer = minimizer;
	list->edits = edits->list;
	found = minimize_step(minimizer, list);
	if (found >= 0 && edits->list)
		*made = edits->list[found];
	free(edits->list);
	*edits = (struct edits){ 0 };
	return found >= 0;
}

bool edits_try(struct minimizer *minimizer, struct edits *edits, struct edit *made,
	       size_t (*make)(const struct candidates *candidates, size_t index, uint8_t *to))
{
	struct candidates list = { .make = make };

	return try_edits(minimizer, edits, made, &list);
}

/* ---- Blocks ---- */

size_t minimize_cut(const struct minimizer *minimizer, size_t at, size_t length, uint8_t *to)
{
	memcpy(to, minimizer->data, at);
	memcpy(to + at, minimizer->data + at + length, minimizer->size - at - length);
	return minimizer->size - length;
}

static size_t make_without(const struct candidates *candidates, size_t index, uint8_t *to)
{
	const struct edit *edit = &candidates->edits[index];

	return candidates->cut(candidates->minimizer, edit->at, edit->length, to);
}

/* Leaving out the one of two that are alike is leaving out the other, which was tried already. */
static bool is_as_next(const struct minimizer *minimizer, size_t at, size_t length, size_t end)
{
	return end - at >= 2 * length &&
	       !memcmp(minimizer->data + at, minimizer->data + at + length, length);
}

/* From @end down to @start; the last one may be shorter. */
static void add_blocks(struct edits *edits, const struct minimizer *minimizer, size_t start,
		       size_t end, size_t length)
{
	for (size_t at = end; at > start;) {
		size_t part = at - start < length ? at - start : length;

		at -= part;
		if (!is_as_next(minimizer, at, part, end))
			edits_add(edits, (struct edit){ at, part, 0 });
	}
}

size_t minimize_length(struct minimizer *minimizer, size_t start, size_t end, size_t length,
		       cut_out *cut)
{
	struct candidates list = { .make = make_without, .cut = cut };
	struct edits edits = { 0 };
	size_t removed = 0;
	struct edit made = { 0 };

	for (; end > start; end = made.at) {
		add_blocks(&edits, minimizer, start, end, length);
		if (!try_edits(minimizer, &edits, &made, &list))
			break;
		removed += made.length;
	}
	return removed;
}

size_t minimize_half(size_t size, size_t unit)
{
	size_t length = unit;

	while (length < size)
		length *= 2;
	return length;
}

bool minimize_blocks(struct minimizer *minimizer, size_t start, size_t end, size_t unit,
		     cut_out *cut)
{
	size_t size = minimizer->size;

	for (size_t length = minimize_half(end - start, unit); length >= unit && end > start;
	     length /= 2)
		end -= minimize_length(minimizer, start, end, length, cut);
	return minimizer->size < size;
}

/* What cannot go is zeroes, as soon as it can be: much of it is then alike, and tried once. */
static bool minimize_halves(struct minimizer *minimizer)
{
	bool changed = false;

	for (size_t length = minimize_half(minimizer->size, 1); length; length /= 2) {
		changed |= minimize_length(minimizer, 0, minimizer->size, length, minimize_cut) > 0;
		changed |= minimize_zero(minimizer, 0, minimizer->size, length);
	}
	return changed;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* ---- Ends ---- */

/*
 * What comes behind the crash is mostly of no interest: the least beginning that will do, by halves. Where more of it is not
 * always better, this finds one of several.
 */
static bool cut_tail(struct minimizer *minimizer)
{
	struct candidates list = { .make = make_without, .cut = minimize_cut };
	size_t needed = 0, size = minimizer->size;
	struct edits edits = { 0 };
	struct edit made = { 0 };

	while (needed + 1 < minimizer->size) {
		size_t middle = needed + (minimizer->size - needed) / 2;

		edits_add(&edits, (struct edit){ middle, minimizer->size - middle, 0 });
		if (!try_edits(minimizer, &edits, &made, &list))
			needed = middle;
	}
	return minimizer->size < size;
}

/* Many lengths, long ones first: what comes before the crash may be whole records, of any length. */
static size_t make_without_head(const struct candidates *candidates, size_t index, uint8_t *to)
{
	size_t most = candidates->minimizer->size - 1, lengths = candidates->count;

	return minimize_cut(candidates->minimizer, 0, most * (lengths - index) / lengths, to);
}

static bool cut_head(struct minimizer *minimizer)
{
	struct candidates list = { .make = make_without_head, .minimizer = minimizer };

	if (minimizer->size)
		list.count = smaller(minimizer->size - 1, ENDS);
	return minimize_step(minimizer, &list) >= 0;
}

/*
 * Beginnings, short ones first, with one byte more than a multiple of a power of two; each as it is, and with a last byte that is
 * large, because a count may stand there.
 */
static size_t make_beginning(const struct candidates *candidates, size_t index, uint8_t *to)
{
	size_t size = index / 2 * candidates->length + 1;

	memcpy(to, candidates->minimizer->data, size);
	if (index % 2)
		to[size - 1] = UINT8_MAX;
	return size;
}

static bool take_beginning(struct minimizer *minimizer)
{
	struct candidates list = { .make = make_beginning, .minimizer = minimizer };

	list.length = minimize_half(minimizer->size / ENDS, 1);
	if (minimizer->size > 1)
		list.count = 2 * ((minimizer->size - 2) / list.length + 1);
	return minimize_step(minimizer, &list) >= 0;
}

/* ---- Any range ---- */

/* All that begin and end at a multiple of a power of two, long ones first. */
static bool remove_parts(struct minimizer *minimizer)
{
	struct candidates list = { .make = make_without, .cut = minimize_cut };
	size_t step = minimize_half(minimizer->size / PARTS, 1);
	struct edits edits = { 0 };
	struct edit made = { 0 };

	for (size_t length = minimizer->size / step * step; length; length -= step)
		for (size_t at = 0; at + length <= minimizer->size; at += step)
			edits_add(&edits, (struct edit){ at, length, 0 });
	return try_edits(minimizer, &edits, &made, &list);
}

static bool remove_ranges(struct minimizer *minimizer)
{
	struct candidates list = { .make = make_without, .cut = minimize_cut };
	size_t most = minimizer->size ? RANGES_MAX / minimizer->size : 0;
	struct edits edits = { 0 };
	struct edit made = { 0 };

	for (size_t length = smaller(most, RANGE_LENGTH); length > 1; length--)
		for (size_t at = 0; at + length <= minimizer->size; at++)
			edits_add(&edits, (struct edit){ at, length, 0 });
	return try_edits(minimizer, &edits, &made, &list);
}

/* ---- All ---- */

/* Large parts. What they hold stays as it is: it may yet do where something else has stood. */
static bool remove_large(struct minimizer *minimizer)
{
	size_t least = minimize_half(minimizer->size / BLOCKS, 1);
	bool changed = cut_tail(minimizer);

	changed |= cut_head(minimizer);
	changed |= minimize_blocks(minimizer, 0, minimizer->size, least, minimize_cut);
	if (!changed)
		changed = remove_parts(minimizer) || take_beginning(minimizer);
	return changed;
}

/* Wholes go as long as they are there: what is taken out of them without care may end that. */
static bool minimize_wholes(struct minimizer *minimizer)
{
	size_t record = minimizer->structure.record;

	if (minimizer->structure.kind == STRUCTURE_DER)
		return minimize_der(minimizer);
	return record && record <= minimizer->size &&
	       minimize_blocks(minimizer, 0, minimizer->size / record * record, record,
			       minimize_cut);
}

static bool minimize_bytes(struct minimizer *minimizer)
{
	if (minimize_wholes(minimizer))
		return true;
	if (remove_large(minimizer) || minimize_halves(minimizer))
		return true;
	if (minimize_folds(minimizer) || minimize_counted(minimizer))
		return true;
	return minimize_values(minimizer, 0, minimizer->size, false) || remove_ranges(minimizer);
}

void minimize(struct minimizer *minimizer)
{
	bool changed;

	minimizer->room = minimizer->size;
	do {
		changed = minimizer->scheduled ? minimize_schedule(minimizer) :
						 minimize_bytes(minimizer);
	} while (changed && !minimizer->stopped);
}
