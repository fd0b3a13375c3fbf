// SPDX-License-Identifier: GPL-2.0-only
/* Ways to change the operations of an input, which stay whole. */
#include <string.h>

#include "mutate.h"
#include "mutate_input.h"
#include "sanitizer.h"

/* The engine's own mutations, with its dictionaries and what it has seen compared. It is not instrumented. */
static size_t engine_mutate(uint8_t *data, size_t size, size_t max_size)
{
	size = LLVMFuzzerMutate(data, size, max_size);
	if (__msan_unpoison)
		__msan_unpoison(data, size);
	return size;
}

static uint8_t *some_operation(struct input *input)
{
	return input->operations + input_below((unsigned int)(input->size / OPERATION)) * OPERATION;
}

static void insert_operation(struct input *input, const uint8_t *operation)
{
	uint8_t copy[OPERATION], *at;

	if (input->size + OPERATION > input->room)
		return;
	memcpy(copy, operation, OPERATION);
	input->size += OPERATION;
	at = some_operation(input);
	memmove(at + OPERATION, at, (size_t)(input->operations + input->size - OPERATION - at));
	memcpy(at, copy, OPERATION);
}

static void remove_operation(struct input *input, uint8_t *at)
{
	input->size -= OPERATION;
	memmove(at, at + OPERATION, (size_t)(input->operations + input->size - at));
}

static void add_operation(struct input *input)
{
	uint8_t operation[OPERATION];

	for (int i = 0; i < OPERATION; i++)
		operation[i] = (uint8_t)input_below(256);
	insert_operation(input, operation);
}

static void drop_operation(struct input *input)
{
	remove_operation(input, some_operation(input));
}

static void move_operation(struct input *input)
{
	uint8_t operation[OPERATION], *from = some_operation(input);

	memcpy(operation, from, OPERATION);
	remove_operation(input, from);
	insert_operation(input, operation);
}

static void duplicate_operation(struct input *input)
{
	insert_operation(input, some_operation(input));
}

/* The first byte says both the task and, in steps of as many as there are tasks, what it does. */
static void change_task(struct input *input)
{
	some_operation(input)[0] +=
		(uint8_t)(input_below(2) ? 1 + input_below(3) : 255 - input_below(3));
}

static void mutate_operation(struct input *input)
{
	engine_mutate(some_operation(input), OPERATION, OPERATION);
}

static void mutate_operations(struct input *input)
{
	size_t size = engine_mutate(input->operations, input->size, input->room);

	input->size = size;
	while (input->size % OPERATION)
		input->operations[input->size++] = 0;
}

void input_change_operations(struct input *input)
{
	static void (*const ways[])(struct input *) = {
		mutate_operation, mutate_operation,    mutate_operations, add_operation,
		drop_operation,   duplicate_operation, move_operation,    change_task,
	};

	if (input->size && input->size <= input->room)
		ways[input_below(sizeof(ways) / sizeof(*ways))](input);
	else
		add_operation(input);
}

void input_cross_operations(struct input *input, const struct input *other)
{
	size_t from = input_below((unsigned int)(other->size / OPERATION) + 1) * OPERATION;
	size_t to = input_below((unsigned int)(input->size / OPERATION) + 1) * OPERATION;
	size_t size = other->size - from;

	if (to + size > input->room)
		return;
	memcpy(input->operations + to, other->operations + from, size);
	input->size = to + size;
}
