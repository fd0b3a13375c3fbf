// SPDX-License-Identifier: GPL-2.0-only
/*
 * An input of a concurrent harness: operations, turns, how many turns, the depth. What a person has to follow is the
 * switches, so these go first. A turn that goes leaves those behind it where they are when its delay is added to the next.
 */
#include <string.h>

#include "../shim/host/mutate_input.h"
#include "minimize.h"

enum { TURN = sizeof(struct turn), COUNT_BACK = 2, DEPTH_BACK = 1 };
enum { DELAYS = 64, CHOICES = 4, ONE_TURN = DELAYS * CHOICES };
enum { MORE_DELAYS = 128, FEW_DELAYS = 4, FEW_CHOICES = 2 };
enum { TWO_TURNS = MORE_DELAYS * FEW_DELAYS * FEW_CHOICES * FEW_CHOICES };

/* Where the parts are; an input that is too short for a schedule has none. */
struct layout {
	size_t operations; /* bytes of them, from the beginning */
	size_t turns, end; /* where they begin and end */
};

static struct layout layout_of(const struct minimizer *minimizer)
{
	size_t size = minimizer->size, pairs, count;

	if (size < TRAILER)
		return (struct layout){ size / OPERATION * OPERATION, size, size };
	pairs = (size - TRAILER) / TURN;
	count = smaller(minimizer->data[size - COUNT_BACK], pairs);
	return (struct layout){ (size - TRAILER - count * TURN) / OPERATION * OPERATION,
				size - TRAILER - count * TURN, size - TRAILER };
}

static size_t cut_turns(const struct minimizer *minimizer, size_t at, size_t length, uint8_t *to)
{
	struct layout layout = layout_of(minimizer);
	size_t size = minimize_cut(minimizer, at, length, to);

	to[size - COUNT_BACK] = (uint8_t)((layout.end - layout.turns - length) / TURN);
	return size;
}

/* Each turn that was taken also passed the point that it was taken at. */
static size_t cut_turns_in_place(const struct minimizer *minimizer, size_t at, size_t length,
				 uint8_t *to)
{
	size_t size = cut_turns(minimizer, at, length, to), delay = 0;

	if (at + length >= layout_of(minimizer).end)
		return size;
	for (size_t i = at; i < at + length; i += TURN)
		delay += minimizer->data[i] + 1U;
	to[at] = (uint8_t)smaller(to[at] + delay, UINT8_MAX);
	return size;
}

/* Without turns and depth, without depth, without turns. */
static size_t make_lesser_schedule(const struct candidates *candidates, size_t index, uint8_t *to)
{
	const struct minimizer *minimizer = candidates->minimizer;
	struct layout layout = layout_of(minimizer);
	size_t size = minimizer->size;

	if (index == 1)
		memcpy(to, minimizer->data, size);
	else
		size = cut_turns(minimizer, layout.turns, layout.end - layout.turns, to);
	if (index < 2)
		to[size - DEPTH_BACK] = 0;
	return size;
}

/* What there is none of any more is not tried. */
static bool drop_schedule(struct minimizer *minimizer)
{
	struct layout layout = layout_of(minimizer);
	struct candidates list = { .make = make_lesser_schedule, .minimizer = minimizer };
	bool turns = layout.end > layout.turns;
	bool depth = minimizer->size >= TRAILER && minimizer->data[minimizer->size - DEPTH_BACK];

	if (turns)
		list.count = depth ? 3 : 1;
	else if (depth)
		list.count = 1;
	return minimize_step(minimizer, &list) >= 0;
}

/* @index tells one turn, or two of a smaller range. */
static size_t write_turns(size_t index, uint8_t *to)
{
	if (index < ONE_TURN) {
		to[0] = (uint8_t)(index / CHOICES);
		to[1] = (uint8_t)(index % CHOICES);
		return TURN;
	}
	index -= ONE_TURN;
	to[1] = (uint8_t)(index % FEW_CHOICES);
	index /= FEW_CHOICES;
	to[3] = (uint8_t)(index % FEW_CHOICES);
	index /= FEW_CHOICES;
	to[2] = (uint8_t)(index % FEW_DELAYS);
	to[0] = (uint8_t)(index / FEW_DELAYS);
	return 2 * TURN;
}

/* As many turns of the input as are to stay, then those. */
static size_t make_with_turns(const struct candidates *candidates, size_t index, uint8_t *to)
{
	const struct minimizer *minimizer = candidates->minimizer;
	struct layout layout = layout_of(minimizer);
	size_t size = layout.turns + candidates->length;

	memcpy(to, minimizer->data, size);
	size += write_turns(index, to + size);
	to[size] = (uint8_t)((size - layout.turns) / TURN);
	to[size + 1] = 0;
	return size + TRAILER;
}

/*
 * A depth stands for switches that nobody can tell from the bytes: if one or two turns in its place will do, these are better,
 * even when they are more bytes; but the input must not become larger than it was.
 */
static bool replace_depth(struct minimizer *minimizer)
{
	struct layout layout = layout_of(minimizer);
	struct candidates list = { .make = make_with_turns, .minimizer = minimizer };
	size_t kept[] = { 0, layout.end - layout.turns };

	if (minimizer->depth_tried || minimizer->size < TRAILER ||
	    !minimizer->data[minimizer->size - DEPTH_BACK])
		return false;
	minimizer->depth_tried = true;
	for (size_t i = 0; i < (kept[1] ? 2 : 1); i++) {
		size_t room = minimizer->room - layout.turns - TRAILER;

		if (kept[i] / TURN > TURNS_MAX - 2 || kept[i] + TURN > room)
			continue;
		list.length = kept[i];
		list.count = kept[i] + 2 * TURN > room ? ONE_TURN : ONE_TURN + TWO_TURNS;
		if (minimize_step(minimizer, &list) >= 0)
			return true;
	}
	return false;
}

static bool drop_turns(struct minimizer *minimizer, cut_out *cut)
{
	struct layout layout = layout_of(minimizer);

	return minimize_blocks(minimizer, layout.turns, layout.end, TURN, cut);
}

static bool drop_operations(struct minimizer *minimizer)
{
	struct layout layout = layout_of(minimizer);

	return minimize_blocks(minimizer, 0, layout.operations, OPERATION, minimize_cut);
}

/* Bytes between the operations and the schedule are nobody's. */
static bool drop_rest(struct minimizer *minimizer)
{
	struct layout layout = layout_of(minimizer);

	return minimize_blocks(minimizer, layout.operations, layout.turns, 1, minimize_cut);
}

static bool lower_values(struct minimizer *minimizer)
{
	struct layout layout = layout_of(minimizer);
	bool changed = minimize_values(minimizer, layout.turns, layout.end, true);

	changed |= minimize_values(minimizer, 0, layout.operations, true);
	if (minimizer->size >= TRAILER)
		changed |= minimize_values(minimizer, minimizer->size - DEPTH_BACK, minimizer->size,
					   true);
	return changed;
}

bool minimize_schedule(struct minimizer *minimizer)
{
	bool changed = drop_rest(minimizer);

	changed |= drop_schedule(minimizer);
	changed |= drop_turns(minimizer, cut_turns);
	changed |= drop_turns(minimizer, cut_turns_in_place);
	changed |= drop_operations(minimizer);
	changed = changed || replace_depth(minimizer);
	return changed || lower_values(minimizer);
}
