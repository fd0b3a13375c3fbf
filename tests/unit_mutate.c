// SPDX-License-Identifier: GPL-2.0-only
/* The mutator of concurrent harnesses (shim/host/mutate.c), with an engine that is predictable. */
#include "mutate.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mutate_input.h"
#include "unit.h"

#define MAX 64

/* Three operations, two turns, depth 3. */
static const uint8_t start[] = "aAAAbBBBcCCC\x01\x02\x03\x04\x02\x03";
static const uint8_t other[] = "dDDDeEEE\x05\x06\x01\x00";

enum { START = sizeof(start) - 1, OTHER = sizeof(other) - 1, START_OPERATIONS = 12 };

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size)
{
	if (size < max_size)
		data[size++] = 'm';
	data[size / 2] ^= 1;
	return size;
}

static size_t mutate(uint8_t *data, unsigned int seed)
{
	memcpy(data, start, START);
	return LLVMFuzzerCustomMutator(data, START, MAX, seed);
}

static bool same_schedule(const uint8_t *data, size_t size)
{
	size_t tail = START - START_OPERATIONS;

	return size >= tail && !memcmp(data + size - tail, start + START_OPERATIONS, tail);
}

static bool same_operations(const uint8_t *data, size_t size)
{
	return size >= START_OPERATIONS && !memcmp(data, start, START_OPERATIONS);
}

static void one_part_at_a_time(void **state)
{
	int schedules = 0, operations = 0;

	(void)state;
	for (unsigned int seed = 0; seed < 10000; seed++) {
		uint8_t data[MAX];
		size_t size = mutate(data, seed);

		assert_true(same_schedule(data, size) || same_operations(data, size));
		schedules += !same_schedule(data, size);
		operations += !same_operations(data, size);
	}
	assert_in_range(schedules, 3000, 7000);
	assert_in_range(operations, 3000, 7000);
}

static void follows_from_the_seed(void **state)
{
	(void)state;
	for (unsigned int seed = 0; seed < 1000; seed++) {
		uint8_t first[MAX], second[MAX], between[MAX];
		size_t size = mutate(first, seed);

		mutate(between, seed + 1);
		assert_int_equal(mutate(second, seed), size);
		assert_memory_equal(first, second, size);
	}
}

/* Whatever comes in, what goes out has whole operations and room enough. */
static void fits(void **state)
{
	uint8_t input[MAX];

	(void)state;
	for (unsigned int seed = 0; seed < 20000; seed++) {
		size_t size = seed % (MAX + 1), max = size + seed % 7;
		uint8_t *data = malloc(max + 1);

		for (size_t i = 0; i < size; i++)
			input[i] = (uint8_t)(seed * 31 + i * i * 17);
		memcpy(data, input, size);
		assert_in_range(LLVMFuzzerCustomMutator(data, size, max, seed), 0, max);
		assert_in_range(LLVMFuzzerCustomCrossOver(input, size, start, START, data, max,
							  seed),
				0, max);
		free(data);
	}
}

static void crosses_over(void **state)
{
	int taken = 0;

	(void)state;
	for (unsigned int seed = 0; seed < 1000; seed++) {
		uint8_t data[MAX];
		size_t size =
			LLVMFuzzerCustomCrossOver(start, START, other, OTHER, data, MAX, seed);

		assert_true(same_schedule(data, size) || same_operations(data, size));
		taken += size == START_OPERATIONS + OTHER - 8 &&
			 !memcmp(data + START_OPERATIONS, other + 8, OTHER - 8);
	}
	assert_in_range(taken, 100, 900);
}

static void keeps_fixed_operations(void **state)
{
	(void)state;
	input_split(&input_fixed, start, START, START);
	for (unsigned int seed = 0; seed < 1000; seed++) {
		uint8_t data[MAX];

		memcpy(data, other, OTHER);
		assert_true(same_operations(data, LLVMFuzzerCustomMutator(data, OTHER, MAX, seed)));
		assert_true(
			same_operations(data, LLVMFuzzerCustomCrossOver(other, OTHER, other, OTHER,
									data, MAX, seed)));
	}
	free(input_fixed.operations);
	memset(&input_fixed, 0, sizeof(input_fixed));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_part_at_a_time),
		cmocka_unit_test(follows_from_the_seed),
		cmocka_unit_test(fits),
		cmocka_unit_test(crosses_over),
		cmocka_unit_test(keeps_fixed_operations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
