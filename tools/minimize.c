// SPDX-License-Identifier: GPL-2.0-only
#include "minimize.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

/* So many candidates of any place and length are tried when halving comes to its end. */
enum { RANGES_MAX = 4096, RANGE_LENGTH = 32 };

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

static size_t cut_bytes(const struct minimizer *minimizer, size_t at, size_t length, uint8_t *to)
{
	memcpy(to, minimizer->data, at);
	memcpy(to + at, minimizer->data + at + length, minimizer->size - at - length);
	return minimizer->size - length;
}

/* ---- Blocks ---- */

struct blocks {
	struct candidates candidates;
	cut_out *cut;
};

/* The @index-th block from the end; the first one of all may be shorter. */
static size_t block_at(const struct candidates *candidates, size_t index, size_t *length)
{
	size_t room = candidates->end - candidates->start, past = index * candidates->length;
	size_t left = room - past;

	*length = left < candidates->length ? left : candidates->length;
	return candidates->start + left - *length;
}

static size_t make_without_block(const struct candidates *candidates, size_t index, uint8_t *to)
{
	const struct blocks *blocks = (const struct blocks *)candidates;
	size_t length, at = block_at(candidates, index, &length);

	return blocks->cut(candidates->minimizer, at, length, to);
}

/* All blocks of one length. Return: how many bytes they were. */
static size_t remove_blocks(struct minimizer *minimizer, struct blocks *blocks)
{
	struct candidates *list = &blocks->candidates;
	size_t removed = 0, length;
	long found;

	do {
		list->count = (list->end - list->start + list->length - 1) / list->length;
		found = minimize_step(minimizer, list);
		if (found < 0)
			break;
		list->end = block_at(list, (size_t)found, &length);
		removed += length;
	} while (list->end > list->start);
	return removed;
}

bool minimize_blocks(struct minimizer *minimizer, size_t start, size_t end, size_t unit,
		     cut_out *cut)
{
	size_t units = (end - start) / unit, size = minimizer->size, length = 1;

	while (length < units)
		length *= 2;
	for (; units && length; length /= 2) {
		struct blocks blocks = { .candidates = { .make = make_without_block,
							 .minimizer = minimizer,
							 .start = start,
							 .end = end,
							 .length = length * unit },
					 .cut = cut };

		end -= remove_blocks(minimizer, &blocks);
		if (end == start)
			break;
	}
	return minimizer->size < size;
}

/* ---- Any range ---- */

/* First what the beginning and the end can do without: all lengths, long ones first. */
static size_t make_without_end(const struct candidates *candidates, size_t index, uint8_t *to)
{
	size_t length = candidates->length - index / 2;
	size_t at = index % 2 ? 0 : candidates->minimizer->size - length;

	return cut_bytes(candidates->minimizer, at, length, to);
}

static bool remove_ends(struct minimizer *minimizer)
{
	size_t length = minimizer->size ? minimizer->size - 1 : 0;
	struct candidates list = { .make = make_without_end,
				   .minimizer = minimizer,
				   .count = 2 * length,
				   .length = length };

	return minimize_step(minimizer, &list) >= 0;
}

static size_t make_without_range(const struct candidates *candidates, size_t index, uint8_t *to)
{
	return cut_bytes(candidates->minimizer, index, candidates->length, to);
}

static bool remove_ranges(struct minimizer *minimizer)
{
	size_t most = minimizer->size ? RANGES_MAX / minimizer->size : 0;

	most = most < RANGE_LENGTH ? most : RANGE_LENGTH;
	for (size_t length = most; length > 1; length--) {
		struct candidates list = { .make = make_without_range,
					   .minimizer = minimizer,
					   .length = length };

		if (length > minimizer->size)
			continue;
		list.count = minimizer->size - length + 1;
		if (minimize_step(minimizer, &list) >= 0)
			return true;
	}
	return false;
}

/* ---- All ---- */

static bool minimize_bytes(struct minimizer *minimizer)
{
	bool changed = minimize_blocks(minimizer, 0, minimizer->size, 1, cut_bytes);

	if (!changed)
		changed = remove_ends(minimizer);
	if (!changed)
		changed = minimize_values(minimizer, 0, minimizer->size, false);
	return changed || remove_ranges(minimizer);
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
