// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parts that cannot go by themselves: a count of their bytes stands before them, or something in them has to be found, though it
 * may be found elsewhere.
 */
#include <string.h>

#include "minimize.h"

enum {
	COUNTED_MAX = 4096,
	COUNT_AWAY = 8, /* from a count to what it counts, at most */
	FOLD_BLOCKS = 16,
};

/* ---- With a byte that counts it ---- */

/*
 * The byte at @edit->value before the part becomes less by its length. Where a number has more bytes, this is its last, and
 * the others stay.
 */
static size_t make_counted(const struct candidates *candidates, size_t index, uint8_t *to)
{
	const struct edit *edit = &candidates->edits[index];
	size_t size = minimize_cut(candidates->minimizer, edit->at, edit->length, to);

	to[edit->other] = (uint8_t)(to[edit->other] - edit->length);
	return size;
}

/* Does the byte at @at count the part at @part, as far as can be told? What it counts ends within the input. */
static bool may_count(const struct minimizer *minimizer, size_t at, size_t part, size_t length)
{
	size_t count = minimizer->data[at];

	return count >= length && at + 1 + count <= minimizer->size &&
	       at + COUNT_AWAY + count >= part + length;
}

static void add_counted(struct edits *edits, const struct minimizer *minimizer, size_t length)
{
	for (size_t part = 1; part + length <= minimizer->size; part++)
		for (size_t at = 0; at < part && edits->count < COUNTED_MAX; at++)
			if (may_count(minimizer, at, part, length))
				edits_add(edits, (struct edit){ part, length, .other = at });
}

bool minimize_counted(struct minimizer *minimizer)
{
	struct edits edits = { 0 };
	struct edit made = { 0 };
	size_t most = minimizer->size < UINT8_MAX ? minimizer->size : UINT8_MAX;

	for (size_t length = most; length; length--)
		add_counted(&edits, minimizer, length);
	return edits_try(minimizer, &edits, &made, make_counted);
}

/* ---- Two blocks that become one ---- */

/* What is not 0 in the block goes into the other one; where both are something, @edit->value says which stays. */
static size_t make_folded(const struct candidates *candidates, size_t index, uint8_t *to)
{
	const struct minimizer *minimizer = candidates->minimizer;
	const struct edit *edit = &candidates->edits[index];
	size_t size = minimize_cut(minimizer, edit->at, edit->length, to);
	size_t other = edit->other < edit->at ? edit->other : edit->other - edit->length;

	for (size_t i = 0; i < edit->length; i++) {
		uint8_t byte = minimizer->data[edit->at + i];

		if (byte && (edit->value || !to[other + i]))
			to[other + i] = byte;
	}
	return size;
}

/* In how many ways: none when there is nothing to lay over, two when both have something at one place. */
static uint8_t fold_ways(const uint8_t *block, const uint8_t *other, size_t length)
{
	uint8_t ways = 0;

	for (size_t i = 0; i < length && ways < 2; i++)
		if (block[i])
			ways = other[i] && other[i] != block[i] ? 2 : 1;
	return ways;
}

static void add_folds(struct edits *edits, const struct minimizer *minimizer, size_t length)
{
	const uint8_t *data = minimizer->data;

	for (size_t at = 0; at + length <= minimizer->size; at += length)
		for (size_t other = 0; other + length <= minimizer->size; other += length) {
			uint8_t ways = fold_ways(data + at, data + other, length);

			for (uint8_t way = 0; way < ways && other != at; way++)
				edits_add(edits, (struct edit){ at, length, way, other });
		}
}

bool minimize_folds(struct minimizer *minimizer)
{
	struct edits edits = { 0 };
	struct edit made = { 0 };
	size_t least = minimize_half(minimizer->size / FOLD_BLOCKS, 1);

	for (size_t length = minimize_half(minimizer->size, 1); length >= least; length /= 2)
		add_folds(&edits, minimizer, length);
	return edits_try(minimizer, &edits, &made, make_folded);
}
