// SPDX-License-Identifier: GPL-2.0-only
/* The mutator of images (shim/host/image_mutate.c): what is changed, and where. */
#include "unit_image_mutate.h"

/* And not from what was on the disk last. */
static void follows_from_the_seed(void **state)
{
	static const struct image_change fill = { IMAGE_FILL, 0xee, 0, 0, PLAIN_IMAGE, NULL };
	uint8_t data[100], other[100], first[MAX], second[MAX];
	size_t size = parent(data, PLAIN), others, made;

	(void)state;
	others = write_form(other, &(struct image_form){ .base = PLAIN }, &fill, 1);
	for (unsigned int seed = 0; seed < 2000; seed++) {
		insert(data, size);
		made = child(first, data, size, seed);
		child(second, data, size, seed + 1);
		insert(other, others);
		assert_int_equal(child(second, data, size, seed), made);
		assert_memory_equal(first, second, made);
	}
}

/* Of the three changes one or two may go, or be others. */
static void keeps_most_of_what_there_was(void **state)
{
	uint8_t data[200], now[MAX];
	size_t size = parent(data, PLAIN), records = size - 3 - IMAGE_CHANGE;
	unsigned int all = 0, tails = 0;

	(void)state;
	for (unsigned int seed = 0; seed < 1000; seed++) {
		struct image_form form;

		image_form_parse(now, child(now, data, size, seed), &form);
		all += form.changes_size >= records - IMAGE_HEADER &&
		       !memcmp(now + IMAGE_HEADER, data + IMAGE_HEADER, records - IMAGE_HEADER);
		tails += form.tail_size == 3 && !memcmp(form.tail, "own", 3);
	}
	assert_in_range(all, 400, 900);
	assert_in_range(tails, 400, 900);
}

/* How many of the children have a disk of a size of its own, and how many checksums as they come out. */
static void count_disks(uint32_t sectors, unsigned int *own, unsigned int *as_it_is)
{
	static const uint32_t all = PLAIN_IMAGE / IMAGE_SECTOR;
	struct image_form form = { .base = PLAIN, .sectors = sectors };
	uint8_t data[64], now[MAX];
	size_t size = write_form(data, &form, NULL, 0);

	for (unsigned int seed = 0; seed < 5000; seed++) {
		image_form_parse(now, child(now, data, size, seed), &form);
		assert_true(!(form.flags & ~IMAGE_AS_IT_IS));
		if (form.sectors)
			assert_in_range(form.sectors, all * 3 / 4, all * 5 / 4);
		*own += form.sectors != 0;
		*as_it_is += form.flags == IMAGE_AS_IT_IS;
	}
}

/* And as long as they were again. */
static void disks_become_shorter_and_longer(void **state)
{
	unsigned int own[2] = { 0 }, as_it_is = 0;

	(void)state;
	count_disks(0, &own[0], &as_it_is);
	count_disks(PLAIN_IMAGE / IMAGE_SECTOR + 1, &own[1], &as_it_is);
	assert_in_range(own[0], 25, 500);
	assert_in_range(own[1], 4500, 4975);
	assert_in_range(as_it_is, 10, 400);
}

/* ---- Where ---- */

enum { SECTORS = sizeof(recorded) / IMAGE_SECTOR, RECORD = 64, RECORD_SIZE = 8 };

/* Sectors where RECORDED has RECORD_SIZE other than zeros, at RECORD. */
static const size_t records[] = { 40, 41, 42, 200 };

/* SETs that are made: of each sector, and those that touch what is not zero. */
struct sets {
	unsigned int all, of_sector[SECTORS], touch;
};

static void count(struct sets *sets, const struct image_form *form)
{
	struct image_change change;

	for (size_t at = 0; image_change_next(form, &at, &change);) {
		uint32_t sector = change.offset / IMAGE_SECTOR;
		uint32_t within = change.offset % IMAGE_SECTOR;

		if (change.kind != IMAGE_SET || sector >= SECTORS)
			continue;
		sets->all++;
		sets->of_sector[sector]++;
		sets->touch += within + change.width > RECORD && within < RECORD + RECORD_SIZE;
	}
}

static struct sets make_sets(void)
{
	uint8_t data[64], now[MAX];
	size_t size = write_form(data, &(struct image_form){ .base = RECORDED }, NULL, 0);
	struct sets sets = { 0 };

	for (unsigned int seed = 0; seed < 20000; seed++) {
		struct image_form form;

		image_form_parse(now, child(now, data, size, seed), &form);
		count(&sets, &form);
	}
	return sets;
}

static void lands_anywhere_without_a_record(void **state)
{
	struct sets sets = make_sets();

	(void)state;
	for (size_t i = 0; i < SECTORS; i++)
		assert_in_range(sets.of_sector[i], sets.all / SECTORS / 3, sets.all / SECTORS * 3);
}

/* On each sector alike, most of the time at what is not zero. */
static void lands_on_records(void **state)
{
	unsigned int on = 0;
	struct sets sets;

	(void)state;
	insert(recorded, sizeof(recorded));
	for (size_t i = 0; i < COUNT(records); i++)
		host_image_metadata(records[i] * IMAGE_SECTOR, IMAGE_SECTOR);
	sets = make_sets();
	for (size_t i = 0; i < COUNT(records); i++) {
		assert_in_range(sets.of_sector[records[i]], sets.all / 6, sets.all / 3);
		on += sets.of_sector[records[i]];
	}
	assert_in_range(on, sets.all - sets.all / 50, sets.all);
	assert_in_range(sets.touch, sets.all / 2, sets.all - sets.all / 10);
}

/* ---- Two inputs ---- */

static void crosses_over(void **state)
{
	static const struct image_change own = { IMAGE_SET, 1, 0, 5, 5, NULL };
	struct image_form form = { .base = PLAIN, .tail = (const uint8_t *)"its", .tail_size = 3 };
	uint8_t data[200], other[200], *out;
	size_t size = parent(data, PLAIN), others = write_form(other, &form, &own, 1);
	unsigned int taken = 0, changes;

	(void)state;
	for (unsigned int seed = 0; seed < 500; seed++) {
		size_t max = IMAGE_HEADER + IMAGE_CHANGE + seed % 200, made;

		out = malloc(max);
		made = LLVMFuzzerCustomCrossOver(other, others, data, size, out, max, seed);
		assert_in_range(made, IMAGE_HEADER + IMAGE_CHANGE, max);
		changes = well_formed(out, made, PLAIN);
		assert_in_range(changes, 0, COUNT(markers) + 1);
		taken += changes > 1;
		free(out);
	}
	assert_in_range(taken, 100, 400);
}

/* Of another base only what is behind it can be used; of a seed as it is, there is no more. */
static void crosses_tails_over(void **state)
{
	uint8_t data[200], out[MAX];
	struct image_form form;
	size_t size;

	(void)state;
	for (unsigned int seed = 0; seed < 100; seed++) {
		size = parent(data, WHOLE);
		size = cross(out, plain, sizeof(plain), data, size, seed);
		assert_int_equal(well_formed(out, size, PLAIN), 0);
		image_form_parse(out, size, &form);
		assert_int_equal(form.tail_size, 3);
		assert_memory_equal(form.tail, "own", 3);
		size = parent(data, PLAIN);
		size = cross(out, data, size, plain, sizeof(plain), seed);
		assert_int_equal(well_formed(out, size, PLAIN), COUNT(markers));
		assert_memory_equal(out + size - 5, "tail!", 5);
	}
}

/* ---- As fuzzing does ---- */

static void can_be_put_in_again_and_again(void **state)
{
	uint8_t data[MAX], now[MAX];
	size_t size = parent(data, SUMMED), before = 0;

	(void)state;
	for (unsigned int round = 0; round < 3; round++) {
		for (unsigned int seed = 0; seed < 3000; seed++) {
			size_t made = child(now, data, size, seed);

			assert_in_range(insert(now, made), 1, 2 * sizeof(summed));
		}
		insert(summed, sizeof(summed));
		assert_int_equal(image_base_find(SUMMED)->image.changes, 0);
		assert_ptr_equal(image_base_find(SUMMED)->image.page[0], summed);
		if (!round)
			before = unit_allocated();
	}
	assert_in_range(unit_allocated(), 0, before + IMAGE_PAGE - 1);
}

static int make(void **state)
{
	for (size_t i = 0; i < COUNT(records); i++)
		memset(recorded + records[i] * IMAGE_SECTOR + RECORD, 'r', RECORD_SIZE);
	return make_seeds(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(follows_from_the_seed),
		cmocka_unit_test(keeps_most_of_what_there_was),
		cmocka_unit_test(disks_become_shorter_and_longer),
		cmocka_unit_test(lands_anywhere_without_a_record),
		cmocka_unit_test(lands_on_records),
		cmocka_unit_test(crosses_over),
		cmocka_unit_test(crosses_tails_over),
		cmocka_unit_test(can_be_put_in_again_and_again),
	};

	return cmocka_run_group_tests(tests, make, NULL);
}
