// SPDX-License-Identifier: GPL-2.0-only
/* The images that a program has in it, and inputs over them (shim/host/image_set.c). */
#include "unit_images.h"

static const uint8_t zeros[IMAGE_PAGE];

static const struct {
	uint64_t number;
	const uint8_t *data;
	size_t size;
	uint64_t image;
	const char *tail;
} bases[] = {
	{ PLAIN, plain, sizeof(plain), PLAIN_IMAGE, "tail!" },
	{ WHOLE, whole, sizeof(whole), (uint64_t)WHOLE_SECTORS *IMAGE_SECTOR, "options" },
	{ SUMMED, summed, sizeof(summed), sizeof(summed), "" },
	{ SHORT, shorter, sizeof(shorter), 0, "ssssssssss" },
};

static unsigned long insert_changes(const struct image_form *form,
				    const struct image_change *changes, size_t count)
{
	static uint8_t data[1000];

	return insert(data, write_form(data, form, changes, count));
}

static bool tail_is(const char *text)
{
	return tail_size == strlen(text) && !memcmp(tail, text, tail_size);
}

static void page_is(unsigned long number, const void *bytes, size_t size)
{
	assert_memory_equal(host_image_page(number), bytes, size);
}

/* With nothing put in, all bases are what they were. */
static void nothing_is_left(void)
{
	struct image_base *base = image_base_find(WHOLE);

	insert(NULL, 0);
	for (size_t i = 0; i < COUNT(bases); i++)
		assert_int_equal(image_base_find(bases[i].number)->image.changes, 0);
	for (size_t i = 0; i < PLAIN_IMAGE / IMAGE_PAGE; i++)
		assert_ptr_equal(image_base_find(PLAIN)->image.page[i], plain + i * IMAGE_PAGE);
	assert_memory_equal(image_page(&base->image, 0) + 510, "both", 4);
	assert_null(base->image.page[2]);
}

/* ---- Bases ---- */

static void finds_bases(void **state)
{
	uint8_t copy[sizeof(plain)];

	(void)state;
	for (size_t i = 0; i < COUNT(bases); i++) {
		struct image_base *base = image_base_find(bases[i].number);

		assert_non_null(base);
		assert_int_equal(base->image.size, bases[i].image);
		assert_int_equal(base->tail_size, strlen(bases[i].tail));
		assert_memory_equal(base->tail, bases[i].tail, base->tail_size);
		memcpy(copy, bases[i].data, bases[i].size);
		assert_ptr_equal(image_base_of(copy, bases[i].size), base);
		assert_null(image_base_of(copy, bases[i].size - 1));
		copy[bases[i].size / 2] ^= 1;
		assert_null(image_base_of(copy, bases[i].size));
	}
}

/* One that is based on another, and one that is out of all proportion. */
static void finds_no_others(void **state)
{
	(void)state;
	assert_null(image_base_find(BASED));
	assert_null(image_base_of(based, sizeof(based)));
	assert_null(image_base_find(HUGE_SEED));
	assert_null(image_base_of(huge, sizeof(huge)));
	assert_null(image_base_find(UNKNOWN));
	assert_null(image_base_find(0));
}

/* ---- Inputs ---- */

static void a_plain_image_stays_where_it_is(void **state)
{
	static uint8_t data[2 * IMAGE_PAGE + 3] = { 1 };

	(void)state;
	memcpy(data + sizeof(data) - 3, "end", 3);
	assert_int_equal(insert(data, sizeof(data)), 2 * IMAGE_PAGE);
	assert_true(tail_is("end"));
	assert_ptr_equal(host_image_page(0), data);
	assert_ptr_equal(host_image_page(1), data + IMAGE_PAGE);
	assert_int_equal(insert(data, 3), 0);
}

static void seeds_are_inputs(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bases); i++) {
		assert_int_equal(insert(bases[i].data, bases[i].size), bases[i].image);
		assert_true(tail_is(bases[i].tail));
	}
	insert(plain, sizeof(plain));
	page_is(3, plain + (size_t)3 * IMAGE_PAGE, IMAGE_PAGE);
	insert(whole, sizeof(whole));
	assert_memory_equal((const uint8_t *)host_image_page(0) + 510, "both", 4);
	page_is(2, zeros, IMAGE_PAGE);
	nothing_is_left();
}

static const struct image_change written[] = {
	{ .kind = IMAGE_SET, .width = 4, .offset = IMAGE_PAGE - 2, .value = 0x64636261 },
	{ .kind = IMAGE_SET, .width = 8, .offset = UINT32_MAX - 3, .value = UINT64_MAX },
	{ .kind = IMAGE_BYTES, .count = 4, .offset = 510, .bytes = (const uint8_t *)"wxyz" },
};

static void changes_are_made(void **state)
{
	struct image_form form = { .base = PLAIN, .tail = (const uint8_t *)"own", .tail_size = 3 };

	(void)state;
	assert_int_equal(insert_changes(&form, written, COUNT(written)), PLAIN_IMAGE);
	assert_true(tail_is("own"));
	page_is(0, plain, 510);
	assert_memory_equal((const uint8_t *)host_image_page(0) + 510, "wxyz", 4);
	assert_memory_equal((const uint8_t *)host_image_page(0) + IMAGE_PAGE - 2, "ab", 2);
	page_is(1, "cd", 2);
	assert_ptr_equal(host_image_page(2), plain + (size_t)2 * IMAGE_PAGE);
	form.base = WHOLE;
	assert_int_equal(insert_changes(&form, written, COUNT(written)), bases[1].image);
	assert_memory_equal((const uint8_t *)host_image_page(0) + 510, "wxyz", 4);
	assert_memory_equal((const uint8_t *)host_image_page(1) + 5000 - IMAGE_PAGE, "fff", 3);
	nothing_is_left();
}

/* No seed of this program, but all that it has is in it. */
static void may_be_an_image_of_its_own(void **state)
{
	struct image_form form = { .sectors = 16, .tail = (const uint8_t *)"own", .tail_size = 3 };

	(void)state;
	assert_int_equal(insert_changes(&form, written, COUNT(written)), 16 * IMAGE_SECTOR);
	assert_true(tail_is("own"));
	page_is(0, zeros, 510);
	page_is(1, "cd\0\0", 4);
	page_is(2, zeros, IMAGE_PAGE);
	form.sectors = UINT32_MAX;
	assert_int_equal(insert_changes(&form, written, COUNT(written)), 0);
	nothing_is_left();
}

static void disks_may_be_of_another_size(void **state)
{
	struct image_form form = { .base = PLAIN, .sectors = 5 };

	(void)state;
	assert_int_equal(insert_changes(&form, written, COUNT(written)), 5 * IMAGE_SECTOR);
	form.sectors = 1000;
	assert_int_equal(insert_changes(&form, written, COUNT(written)), 1000 * IMAGE_SECTOR);
	page_is(4, plain + (size_t)4 * IMAGE_PAGE, IMAGE_SECTOR);
	page_is(5, zeros, IMAGE_PAGE);
	page_is(100, zeros, IMAGE_PAGE);
	form.sectors = UINT32_MAX;
	assert_int_equal(insert_changes(&form, written, COUNT(written)), PLAIN_IMAGE);
	form.base = SHORT;
	form.sectors = 8;
	assert_int_equal(insert_changes(&form, written, COUNT(written)), IMAGE_PAGE);
	page_is(0, zeros, IMAGE_PAGE);
}

static void checksums_are_made_right_unless(void **state)
{
	static const struct image_change change = { .kind = IMAGE_SET, .width = 1, .offset = 2100 };
	struct image_form form = { .base = SUMMED };
	uint32_t sum;

	(void)state;
	for (int i = 0; i < 3; i++) {
		form.flags = i == 1 ? IMAGE_AS_IT_IS : 0;
		insert_changes(&form, &change, 1);
		memcpy(&sum, (const uint8_t *)host_image_page(0) + SUM, sizeof(sum));
		assert_int_equal(sum == right_sum(host_image_page(0)), i != 1);
	}
	nothing_is_left();
}

/* ---- Records ---- */

static void remembers_where_records_are(void **state)
{
	static const struct image_form form = { .base = RECORDED };
	static const uint8_t unknown[2 * IMAGE_PAGE];
	struct image_base *base = image_base_find(RECORDED);

	(void)state;
	insert(recorded, sizeof(recorded));
	host_image_metadata(8 * IMAGE_SECTOR, 2 * IMAGE_SECTOR);
	host_image_metadata(9 * IMAGE_SECTOR, IMAGE_SECTOR);
	assert_int_equal(base->sectors, 2);
	assert_int_equal(base->metadata[1], 3);
	insert_changes(&form, written, COUNT(written));
	host_image_metadata(sizeof(recorded) - IMAGE_SECTOR, 4 * IMAGE_SECTOR);
	assert_int_equal(base->sectors, 3);
	insert(unknown, sizeof(unknown));
	host_image_metadata(0, sizeof(unknown));
	insert_changes(&(struct image_form){ .base = UNKNOWN }, NULL, 0);
	host_image_metadata(0, IMAGE_PAGE);
	assert_int_equal(base->sectors, 3);
}

/* ---- Hostile ---- */

static void refuses_an_unknown_seed(void **state)
{
	static const uint64_t numbers[] = { UNKNOWN, BASED, HUGE_SEED, UINT64_MAX };

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct image_form form = { .base = numbers[i], .sectors = 8 };

		insert_changes(&(struct image_form){ .base = PLAIN }, written, COUNT(written));
		assert_int_equal(insert_changes(&form, written, COUNT(written)), 0);
		nothing_is_left();
	}
}

/* Of another version, or with less than a header: bytes as others. */
static void what_is_not_the_form_is_a_plain_image(void **state)
{
	uint8_t data[IMAGE_SECTOR + 4] = { 0 };

	(void)state;
	image_form_header(data, &(struct image_form){ .base = PLAIN });
	assert_int_equal(insert(data, IMAGE_HEADER - 1), 0);
	assert_int_equal(tail_size, IMAGE_HEADER - 1);
	assert_int_equal(insert(data, sizeof(data)), PLAIN_IMAGE);
	data[8] = IMAGE_VERSION + 1;
	assert_int_equal(insert(data, sizeof(data)), IMAGE_SECTOR);
	assert_ptr_equal(host_image_page(0), data);
	assert_int_equal(tail_size, 4);
}

/* Malloc-ed, so that ASan sees it when more is read than there is. */
static void insert_some(unsigned int seed)
{
	uint64_t base = seed % 9 ? PLAIN + seed % (UNKNOWN - PLAIN + 1) : 0;
	struct image_form form = { .flags = seed % 3, .base = base, .sectors = seed % 1500 };
	size_t size = IMAGE_HEADER + seed % 200;
	uint8_t *data = malloc(size);

	assert_non_null(data);
	image_form_header(data, &form);
	srand(seed);
	for (size_t i = IMAGE_HEADER; i < size; i++)
		data[i] = (uint8_t)(rand() % 2 ? rand() % 8 : rand());
	insert(data, size);
	assert_true(tail >= data && tail + tail_size == data + size);
	insert(NULL, 0);
	free(data);
}

static void nothing_is_left_of_many(void **state)
{
	size_t before = 0;

	(void)state;
	for (unsigned int round = 0; round < 3; round++) {
		for (unsigned int seed = 0; seed < 3000; seed++)
			insert_some(seed);
		nothing_is_left();
		if (!round)
			before = unit_allocated();
	}
	assert_in_range(unit_allocated(), 0, before + IMAGE_PAGE - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_bases),
		cmocka_unit_test(finds_no_others),
		cmocka_unit_test(a_plain_image_stays_where_it_is),
		cmocka_unit_test(seeds_are_inputs),
		cmocka_unit_test(changes_are_made),
		cmocka_unit_test(may_be_an_image_of_its_own),
		cmocka_unit_test(disks_may_be_of_another_size),
		cmocka_unit_test(checksums_are_made_right_unless),
		cmocka_unit_test(remembers_where_records_are),
		cmocka_unit_test(refuses_an_unknown_seed),
		cmocka_unit_test(what_is_not_the_form_is_a_plain_image),
		cmocka_unit_test(nothing_is_left_of_many),
	};

	return cmocka_run_group_tests(tests, make_seeds, NULL);
}
