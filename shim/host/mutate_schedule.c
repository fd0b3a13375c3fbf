// SPDX-License-Identifier: GPL-2.0-only
/* Ways to change the schedule of an input. */
#include <string.h>

#include "mutate_input.h"

static struct turn *some_turn(struct input *input)
{
	return &input->turns[input_below((unsigned int)input->count)];
}

/* Most turns come soon after the one before. */
static uint8_t some_delay(void)
{
	return (uint8_t)input_below(1U << input_below(9));
}

static void add_turn(struct input *input)
{
	struct turn *at;

	if (input->count == TURNS_MAX)
		return;
	input->count++;
	at = some_turn(input);
	memmove(at + 1, at, (size_t)(input->turns + input->count - 1 - at) * sizeof(*at));
	*at = (struct turn){ some_delay(), (uint8_t)input_below(8) };
}

static void drop_turn(struct input *input)
{
	struct turn *at = some_turn(input);

	input->count--;
	memmove(at, at + 1, (size_t)(input->turns + input->count - at) * sizeof(*at));
}

/* Sooner or later, while those behind stay where they are. */
static void shift_turn(struct input *input)
{
	struct turn *at = some_turn(input), *next = at + 1;
	int by, sum;

	if (next == input->turns + input->count) {
		at->delay = some_delay();
		return;
	}
	sum = at->delay + next->delay;
	by = (int)input_below((unsigned int)smaller((size_t)sum, 255) + 1);
	if (sum - by > 255)
		by = sum - 255;
	at->delay = (uint8_t)by;
	next->delay = (uint8_t)(sum - by);
}

static void change_delay_little(struct input *input)
{
	some_turn(input)->delay +=
		(uint8_t)(input_below(2) ? 1 + input_below(2) : 255 - input_below(2));
}

static void change_delay_much(struct input *input)
{
	some_turn(input)->delay = some_delay();
}

static void change_choice(struct input *input)
{
	some_turn(input)->choice = (uint8_t)input_below(8);
}

/* All of the byte is drawn: what is above the depth draws other ranks. */
static void change_depth(struct input *input)
{
	input->depth = (uint8_t)input_below(256);
}

void input_change_schedule(struct input *input)
{
	static void (*const ways[])(struct input *) = {
		change_depth,        change_depth,      add_turn,   add_turn,      drop_turn,
		change_delay_little, change_delay_much, shift_turn, change_choice,
	};
	unsigned int count = input->count ? sizeof(ways) / sizeof(*ways) : 4;

	ways[input_below(count)](input);
}

void input_cross_turns(struct input *input, const struct input *other)
{
	size_t from = input_below((unsigned int)other->count + 1);
	size_t to = input_below((unsigned int)input->count + 1);
	size_t count = smaller(other->count - from, TURNS_MAX - to);

	memcpy(input->turns + to, other->turns + from, count * sizeof(struct turn));
	input->count = to + count;
	if (input_below(2))
		input->depth = other->depth;
}
