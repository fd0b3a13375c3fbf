// SPDX-License-Identifier: GPL-2.0-only
/*
 * How inputs of concurrent harnesses are changed: each time either the operations or the schedule, so that what the other
 * part has reached is kept. Everything follows from the engine's seed.
 *
 * libFuzzer treats all inputs differently once it finds a custom mutator (it no longer lets them grow slowly, for
 * one), even one that would only pass them on. So mutate*.c are linked only when the harness asks for them.
 */
#include "mutate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mutate_input.h"
#include "vitro/host.h"

const char host_mutator[] = "operations and schedule";

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	static struct input input;

	input_seed(seed);
	input_split(&input, data, size, max_size);
	if (input_fixed.size || input_below(2))
		input_change_schedule(&input);
	else
		input_change_operations(&input);
	return input_join(&input, data, max_size);
}

/* These operations under the other's schedule. */
static void take_turns(struct input *input, const struct input *other)
{
	memcpy(input->turns, other->turns, other->count * sizeof(struct turn));
	input->count = other->count;
	input->depth = other->depth;
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
				 size_t size2, uint8_t *out, size_t max_out_size, unsigned int seed)
{
	static void (*const ways[])(struct input *,
				    const struct input *) = { take_turns, input_cross_turns,
							      input_cross_operations };
	static struct input input, other;

	input_seed(seed);
	input_split(&input, data1, size1, max_out_size);
	input_split(&other, data2, size2, max_out_size);
	ways[input_below(input_fixed.size ? 2 : 3)](&input, &other);
	return input_join(&input, out, max_out_size);
}

/* ---- One set of operations for all ---- */

static uint8_t *read_all(FILE *file, size_t *size)
{
	uint8_t *data = NULL;

	*size = 0;
	do {
		data = realloc(data, *size + 4096);
		if (!data)
			abort();
		*size += fread(data + *size, 1, 4096, file);
	} while (!feof(file) && !ferror(file));
	return data;
}

static _Noreturn void refuse(const char *path, const char *why)
{
	fprintf(stderr, "vitro: VITRO_SCHEDULE_ONLY=%s: %s\n", path, why);
	exit(1);
}

void mutate_begin(void)
{
	const char *path = getenv("VITRO_SCHEDULE_ONLY");
	FILE *file = path && *path ? fopen(path, "rb") : NULL;
	uint8_t *data;
	size_t size;

	if (!path || !*path)
		return;
	if (!file)
		refuse(path, strerror(errno));
	data = read_all(file, &size);
	if (ferror(file))
		refuse(path, strerror(errno));
	fclose(file);
	input_split(&input_fixed, data, size, size);
	free(data);
	if (!input_fixed.size)
		refuse(path, "no operations in it");
}
