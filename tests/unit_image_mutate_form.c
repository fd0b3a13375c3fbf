// SPDX-License-Identifier: GPL-2.0-only
/* The mutator of images (shim/host/image_mutate.c): of whatever input, what comes out is one. */
#include "unit_image_mutate.h"

enum { LIMIT = 256 };

/* Malloc-ed with room for @max, so that ASan sees it when that is not enough. Return: the new size. */
static size_t mutate(uint8_t **data, size_t size, size_t max, unsigned int seed)
{
	uint8_t *room = malloc(max);

	assert_non_null(room);
	memcpy(room, *data, size);
	free(*data);
	*data = room;
	size = LLVMFuzzerCustomMutator(room, size, max, seed);
	assert_in_range(size, 0, max);
	return size;
}

/* ---- What comes out ---- */

static const struct {
	uint64_t number;
	const uint8_t *data;
	size_t size;
	const char *tail;
} seeds[] = {
	{ PLAIN, plain, sizeof(plain), "tail!" },
	{ WHOLE, whole, sizeof(whole), "options" },
	{ RECORDED, recorded, sizeof(recorded), "" },
	{ SHORT, shorter, sizeof(shorter), "ssssssssss" },
};

static void a_seed_becomes_changes_to_it(void **state)
{
	static uint8_t data[sizeof(recorded) + MAX];
	unsigned int changed = 0, kept = 0;

	(void)state;
	for (unsigned int seed = 0; seed < 400; seed++) {
		size_t i = seed % COUNT(seeds), length = strlen(seeds[i].tail), size;
		struct image_form form;

		memcpy(data, seeds[i].data, seeds[i].size);
		size = LLVMFuzzerCustomMutator(data, seeds[i].size, sizeof(data), seed);
		changed += well_formed(data, size, seeds[i].number) != 0;
		image_form_parse(data, size, &form);
		kept += form.tail_size == length && !memcmp(form.tail, seeds[i].tail, length);
	}
	assert_in_range(changed, 150, 399);
	assert_in_range(kept, 150, 399);
}

/* Over generations, with little more room than there has to be. */
static void is_well_formed_and_fits(void **state)
{
	unsigned int most = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(seeds); i++) {
		size_t size = seeds[i].size, max = size > 64 ? size : 64;
		uint8_t *data = malloc(max);

		memcpy(data, seeds[i].data, size);
		for (unsigned int seed = 0; seed < 5000; seed++) {
			unsigned int changes;

			size = mutate(&data, size, seed ? size + seed % 64 : max, seed);
			changes = well_formed(data, size, seeds[i].number);
			most = changes > most ? changes : most;
		}
		free(data);
	}
	assert_in_range(most, LIMIT / 2, LIMIT);
}

/* What has no room is left out; where there is none for a form, the engine tries something else. */
static void fits_where_there_is_no_room(void **state)
{
	(void)state;
	for (size_t max = sizeof(shorter); max < 200; max++) {
		uint8_t *data = malloc(sizeof(shorter));
		size_t size;

		memcpy(data, shorter, sizeof(shorter));
		size = mutate(&data, sizeof(shorter), max, (unsigned int)max);
		assert_int_equal(!size, max < IMAGE_HEADER + IMAGE_CHANGE);
		if (size)
			well_formed(data, size, SHORT);
		free(data);
	}
}

/* ---- Hostile ---- */

static const struct image_change strange[] = {
	{ .kind = IMAGE_SET, .width = 200, .offset = 8, .value = 1 },
	{ .kind = IMAGE_SET, .width = 0, .offset = UINT32_MAX, .value = 1 },
	{ .kind = IMAGE_SET, .width = 255, .offset = UINT32_MAX, .value = 1 },
	{ .kind = IMAGE_ADD, .width = 9, .offset = PLAIN_IMAGE, .value = UINT64_MAX },
	{ .kind = IMAGE_COPY, .width = 255, .offset = UINT32_MAX, .value = UINT64_MAX },
	{ .kind = IMAGE_FILL, .width = 255, .offset = UINT32_MAX, .value = UINT64_MAX },
	{ .kind = 255, .width = 255, .count = 7, .offset = UINT32_MAX },
	{ .kind = IMAGE_BYTES, .count = 20, .bytes = plain },
};

/* Inputs that come from elsewhere, cut off anywhere. */
static void takes_what_is_strange(void **state)
{
	uint8_t data[400];
	size_t whole_size = write_form(data, &(struct image_form){ .base = PLAIN, .flags = 255 },
				       strange, COUNT(strange));

	(void)state;
	for (unsigned int seed = 0; seed < 20000; seed++) {
		size_t size = seed % (whole_size + 1);
		bool is_form = size >= IMAGE_HEADER;
		uint8_t *cut = malloc(size ? size : 1);
		struct image_form form;

		memcpy(cut, data, size);
		size = mutate(&cut, size, size + 1 + seed % 50, seed);
		assert_true(!is_form || !size || image_form_parse(cut, size, &form));
		free(cut);
	}
}

/* More changes than are kept, and more behind them. */
static void keeps_as_many_as_there_is_room_for(void **state)
{
	static struct image_change many[LIMIT + 50];
	static uint8_t data[MAX], now[MAX];
	struct image_form form = { .base = PLAIN, .tail = plain, .tail_size = 2000 };
	size_t size;

	(void)state;
	for (size_t i = 0; i < COUNT(many); i++)
		many[i] = markers[0];
	size = write_form(data, &form, many, COUNT(many));
	for (unsigned int seed = 0; seed < 1000; seed++) {
		assert_in_range(well_formed(now, child(now, data, size, seed), PLAIN), LIMIT - 4,
				LIMIT);
		image_form_parse(now, cross(now, data, size, data, size, seed), &form);
		assert_in_range(form.tail_size, 1, 512);
		assert_int_equal(form.changes_size, LIMIT * IMAGE_CHANGE);
	}
}

static const struct {
	uint64_t base;
	uint8_t version;
} unknown[] = {
	{ UNKNOWN, IMAGE_VERSION }, { BASED, IMAGE_VERSION },     { HUGE_SEED, IMAGE_VERSION },
	{ 0, IMAGE_VERSION },       { PLAIN, IMAGE_VERSION + 1 },
};

static void others_are_the_engines(void **state)
{
	uint8_t data[200], expected[MAX], now[MAX];

	(void)state;
	for (size_t i = 0; i < COUNT(unknown); i++) {
		size_t size = parent(data, unknown[i].base), made;

		data[8] = unknown[i].version;
		memcpy(expected, data, size);
		made = LLVMFuzzerMutate(expected, size, MAX);
		assert_int_equal(child(now, data, size, (unsigned int)i), made);
		assert_memory_equal(now, expected, made);
		assert_int_equal(LLVMFuzzerCustomCrossOver(data, size, plain, sizeof(plain), now,
							   MAX, 1),
				 0);
		assert_int_equal(LLVMFuzzerCustomCrossOver(plain, sizeof(plain), data, size, now,
							   MAX, 1),
				 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fits_where_there_is_no_room),
		cmocka_unit_test(a_seed_becomes_changes_to_it),
		cmocka_unit_test(is_well_formed_and_fits),
		cmocka_unit_test(takes_what_is_strange),
		cmocka_unit_test(keeps_as_many_as_there_is_room_for),
		cmocka_unit_test(others_are_the_engines),
	};

	return cmocka_run_group_tests(tests, make_seeds, NULL);
}
