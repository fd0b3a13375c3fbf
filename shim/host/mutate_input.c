// SPDX-License-Identifier: GPL-2.0-only
/* shim/kernel/concurrent.c has the layout: operations of four bytes, turns of two, how many turns, the depth. */
#include "mutate_input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct input input_fixed;

static uint64_t state;

void input_seed(unsigned int seed)
{
	state = seed;
}

unsigned int input_below(unsigned int limit)
{
	state = state * 6364136223846793005UL + 1442695040888963407UL;
	return (unsigned int)(state >> 33) % limit;
}

static void *grow(void *memory, size_t size)
{
	memory = realloc(memory, size);
	if (!memory)
		abort();
	return memory;
}

static size_t schedule_size(const struct input *input)
{
	return input->count * sizeof(struct turn) + TRAILER;
}

static void take_schedule(struct input *input, const uint8_t *data, size_t size)
{
	size_t pairs;

	input->count = input->depth = 0;
	if (size < TRAILER)
		return;
	pairs = (size - TRAILER) / sizeof(struct turn);
	input->count = smaller(data[size - TRAILER], pairs);
	input->depth = data[size - 1];
	memcpy(input->turns, data + size - schedule_size(input),
	       input->count * sizeof(struct turn));
}

static void take_operations(struct input *input, const uint8_t *data, size_t size)
{
	input->size = size / OPERATION * OPERATION;
	input->operations = grow(input->operations, input->size + input->room + OPERATION);
	memcpy(input->operations, data, input->size);
}

void input_split(struct input *input, const uint8_t *data, size_t size, size_t max)
{
	size_t tail;

	take_schedule(input, data, size);
	tail = smaller(schedule_size(input), size);
	input->room = max > tail ? (max - tail) / OPERATION * OPERATION : 0;
	if (input_fixed.size)
		take_operations(input, input_fixed.operations, input_fixed.size);
	else
		take_operations(input, data, size - tail);
}

static void check_fixed(size_t max)
{
	if (!input_fixed.size || input_fixed.size + TRAILER <= max)
		return;
	fprintf(stderr,
		"vitro: VITRO_SCHEDULE_ONLY: %zu bytes of operations, but inputs have at most %zu\n",
		input_fixed.size, max);
	exit(1);
}

/* Turns give way to fixed operations; else each part has half of the room for certain. */
static size_t room_for_turns(size_t max)
{
	size_t turns = (max - TRAILER - input_fixed.size) / sizeof(struct turn);

	return input_fixed.size ? turns : turns / 2;
}

size_t input_join(struct input *input, uint8_t *data, size_t max)
{
	check_fixed(max);
	if (max < TRAILER)
		return 0;
	input->count = smaller(input->count, room_for_turns(max));
	input->size = smaller(input->size, (max - schedule_size(input)) / OPERATION * OPERATION);
	memcpy(data, input->operations, input->size);
	data += input->size;
	memcpy(data, input->turns, input->count * sizeof(struct turn));
	data += input->count * sizeof(struct turn);
	data[0] = (uint8_t)input->count;
	data[1] = input->depth;
	return input->size + schedule_size(input);
}
