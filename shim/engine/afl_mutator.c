// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mutator of concurrent harnesses (shim/host/mutate.c), as afl-fuzz loads one: a shared object of it and this. AFL++'s own mutations
 * know nothing of operations and schedules; they are turned off.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mutate.h"
#include "mutate_input.h"

enum {
	ONE_IN = 4,
	DEPTH = 5
}; /* of two inputs, at most so many changes at a time: as libFuzzer does */

void *afl_custom_init(void *afl, unsigned int seed);
size_t afl_custom_fuzz(void *state, uint8_t *data, size_t size, uint8_t **out, uint8_t *other,
		       size_t other_size, size_t max_size);
void afl_custom_deinit(void *state);

/* @limit: what the harness takes; afl-fuzz would have a megabyte. */
static struct {
	uint8_t *room;
	size_t size, limit;
	uint64_t state;
} mutator;

/* Seeds that have nothing to do with each other: splitmix64. */
static unsigned int next_seed(void)
{
	uint64_t mixed = mutator.state += 0x9e3779b97f4a7c15UL;

	mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9UL;
	mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebUL;
	return (unsigned int)(mixed >> 32);
}

void *afl_custom_init(void *afl, unsigned int seed)
{
	const char *limit = getenv("VITRO_MAX_INPUT");

	(void)afl;
	mutator.state = seed;
	mutator.limit = limit ? strtoul(limit, NULL, 10) : 0;
	mutate_begin();
	return &mutator;
}

static void make_room(size_t size)
{
	if (mutator.size >= size)
		return;
	free(mutator.room);
	mutator.room = malloc(size);
	if (!mutator.room)
		abort();
	mutator.size = size;
}

/* What an engine would do with the bytes of an operation. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size)
{
	uint8_t *at;

	if (!size || size > max_size)
		return size;
	at = data + input_below((unsigned int)size);
	if (input_below(2))
		*at ^= (uint8_t)(1 << input_below(8));
	else
		*at = (uint8_t)input_below(256);
	return size;
}

size_t afl_custom_fuzz(void *state, uint8_t *data, size_t size, uint8_t **out, uint8_t *other,
		       size_t other_size, size_t max_size)
{
	(void)state;
	if (mutator.limit && max_size > mutator.limit)
		max_size = mutator.limit;
	make_room(max_size > size ? max_size : size);
	*out = mutator.room;
	if (other && other_size && next_seed() % ONE_IN == 0)
		return LLVMFuzzerCustomCrossOver(data, size, other, other_size, mutator.room,
						 max_size, next_seed());
	memcpy(mutator.room, data, size);
	for (unsigned int changes = next_seed() % DEPTH + 1; changes; changes--)
		size = LLVMFuzzerCustomMutator(mutator.room, size, max_size, next_seed());
	return size;
}

void afl_custom_deinit(void *state)
{
	(void)state;
	free(mutator.room);
}
