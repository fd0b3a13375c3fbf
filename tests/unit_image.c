// SPDX-License-Identifier: GPL-2.0-only
/* Images that are a base and changes (shim/host/image.c, image_form.c). */
#include "../shim/host/image.h"

#include "../shim/host/image_form.h"
#include "unit.h"

enum { SIZE = 3 * IMAGE_PAGE + IMAGE_SECTOR, ALL = 4 * IMAGE_PAGE };

static uint8_t bytes[SIZE];

static void make(struct image *image)
{
	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = (uint8_t)(i % 251);
	image_of(image, bytes, SIZE);
}

static void is_as_made(const struct image *image)
{
	uint8_t now[ALL], zeros[ALL - SIZE] = { 0 };

	image_read(image, 0, now, ALL);
	assert_memory_equal(now, bytes, SIZE);
	assert_memory_equal(now + SIZE, zeros, sizeof(zeros));
	assert_int_equal(image->changes, 0);
}

/* ---- Images ---- */

static void reads_what_it_is_of(void **state)
{
	struct image image;
	uint8_t past[8] = { 1 }, zeros[8] = { 0 };

	(void)state;
	make(&image);
	assert_int_equal(image.pages, 4);
	is_as_made(&image);
	image_read(&image, (uint64_t)1 << 40, past, sizeof(past));
	assert_memory_equal(past, zeros, sizeof(past));
	image_free(&image);
}

static void copies_only_what_changes(void **state)
{
	struct image image;
	uint8_t now[4];

	(void)state;
	make(&image);
	image_write(&image, IMAGE_PAGE - 2, "abcd", 4);
	image_read(&image, IMAGE_PAGE - 2, now, 4);
	assert_memory_equal(now, "abcd", 4);
	assert_int_equal(image.changes, 2);
	assert_true(image_page_changed(&image, 0) && image_page_changed(&image, 1));
	assert_ptr_equal(image.page[2], bytes + (size_t)2 * IMAGE_PAGE);
	image_reset(&image);
	is_as_made(&image);
	image_free(&image);
}

static void writes_nothing_past_the_end(void **state)
{
	struct image image;

	(void)state;
	make(&image);
	image_write(&image, ALL, "abcd", 4);
	image_write(&image, (uint64_t)1 << 50, "abcd", 4);
	is_as_made(&image);
	image_write(&image, ALL - 2, "abcd", 4);
	assert_int_equal(image.changes, 1);
	image_free(&image);
}

static void tells_what_differs(void **state)
{
	struct image image;

	(void)state;
	make(&image);
	image_write(&image, IMAGE_PAGE + 10, bytes + IMAGE_PAGE + 10, 4);
	assert_false(image_differs(&image, 0, ALL));
	image_write(&image, IMAGE_PAGE + 10, "abcd", 4);
	assert_true(image_differs(&image, 0, ALL));
	assert_true(image_differs(&image, IMAGE_PAGE + 13, 1));
	assert_false(image_differs(&image, IMAGE_PAGE + 14, ALL));
	assert_false(image_differs(&image, 0, IMAGE_PAGE + 10));
	assert_false(image_differs(&image, IMAGE_PAGE + 10, 0));
	image_free(&image);
}

static void settles(void **state)
{
	struct image image;
	uint8_t now[5];
	size_t before = 0;

	(void)state;
	for (int round = 0; round < 3; round++) {
		before = unit_allocated();
		image_zeros(&image, ALL);
		image_write(&image, 100, "base", 4);
		image_settle(&image);
		image_write(&image, 104, "2", 1);
		image_settle(&image);
		image_write(&image, 100, "abcd", 4);
		image_reset(&image);
		image_read(&image, 100, now, 5);
		assert_memory_equal(now, "base2", 5);
		assert_null(image.page[1]);
		image_free(&image);
	}
	assert_in_range(unit_allocated(), 0, before + IMAGE_PAGE - 1);
}

/* ---- The form ---- */

static size_t write_form(uint8_t *to, const struct image_change *changes, size_t count)
{
	static const struct image_form form = { .flags = IMAGE_AS_IT_IS, .sectors = 8, .base = 7 };
	size_t size = image_form_header(to, &form);

	for (size_t i = 0; i < count; i++)
		size += image_form_change(to + size, &changes[i]);
	return size;
}

static void comes_back(void **state)
{
	static const struct image_change changes[] = {
		{ .kind = IMAGE_SET, .width = 8, .offset = 0xfffffff0, .value = UINT64_MAX - 1 },
		{ .kind = IMAGE_BYTES, .count = 3, .offset = 5, .bytes = (const uint8_t *)"xyz" },
		{ .kind = IMAGE_END },
	};
	uint8_t data[200];
	size_t size = write_form(data, changes, 3), offset = 0;
	struct image_form form;
	struct image_change change;

	(void)state;
	memcpy(data + size, "tail", 4);
	assert_true(image_form_parse(data, size + 4, &form));
	assert_true(form.flags == IMAGE_AS_IT_IS && form.sectors == 8 && form.base == 7);
	assert_int_equal(form.tail_size, 4);
	assert_memory_equal(form.tail, "tail", 4);
	assert_true(image_change_next(&form, &offset, &change));
	assert_true(change.offset == 0xfffffff0 && change.value == UINT64_MAX - 1);
	assert_true(image_change_next(&form, &offset, &change));
	assert_true(change.count == 3 && !memcmp(change.bytes, "xyz", 3));
	assert_false(image_change_next(&form, &offset, &change));
}

/* However short, no more is read than there is; the bytes are malloc-ed so that ASan sees it. */
static void may_be_cut_anywhere(void **state)
{
	static const struct image_change changes[] = {
		{ .kind = IMAGE_BYTES, .count = 40, .bytes = bytes },
		{ .kind = IMAGE_FILL, .width = 1, .value = UINT64_MAX },
		{ .kind = IMAGE_END },
	};
	uint8_t data[200];
	size_t size = write_form(data, changes, 3);
	struct image image;

	(void)state;
	make(&image);
	for (size_t length = 0; length <= size; length++) {
		uint8_t *cut = malloc(length + 1);
		struct image_form form;

		assert_non_null(cut);
		memcpy(cut, data, length);
		cut = realloc(cut, length ? length : 1);
		assert_int_equal(image_form_parse(cut, length, &form), length >= IMAGE_HEADER);
		if (length >= IMAGE_HEADER)
			image_form_apply(&image, &form);
		image_reset(&image);
		free(cut);
	}
	is_as_made(&image);
	image_free(&image);
}

static void refuses_others(void **state)
{
	uint8_t data[IMAGE_HEADER];
	struct image_form form;

	(void)state;
	write_form(data, NULL, 0);
	assert_true(image_form_parse(data, sizeof(data), &form));
	data[8] = IMAGE_VERSION + 1;
	assert_false(image_form_parse(data, sizeof(data), &form));
	data[8] = IMAGE_VERSION;
	data[0] = 'V';
	assert_false(image_form_parse(data, sizeof(data), &form));
}

/* ---- Changes ---- */

static void apply(struct image *image, struct image_change change)
{
	uint8_t data[200];
	struct image_form form;

	assert_true(image_form_parse(data, write_form(data, &change, 1), &form));
	image_form_apply(image, &form);
}

static const struct {
	struct image_change change;
	uint32_t offset;
	uint8_t now[8]; /* is there afterwards */
} kinds[] = {
	{ { .kind = IMAGE_SET, .width = 2, .offset = 8, .value = 0x123456 },
	  7,
	  { 7, 0x56, 0x34, 10, 11, 12, 13, 14 } },
	{ { .kind = IMAGE_SET, .width = 200, .offset = 8, .value = 0x0102030405060708 },
	  8,
	  { 8, 7, 6, 5, 4, 3, 2, 1 } },
	{ { .kind = IMAGE_ADD, .width = 2, .offset = 8, .value = 0xf8 },
	  7,
	  { 7, 0, 10, 10, 11, 12, 13, 14 } },
	{ { .kind = IMAGE_ADD, .width = 1, .offset = 8, .value = (uint64_t)-9 },
	  7,
	  { 7, 0xff, 9, 10, 11, 12, 13, 14 } },
	{ { .kind = IMAGE_COPY, .width = 2, .offset = 8, .value = 100 },
	  7,
	  { 7, 100, 101, 102, 103, 12, 13, 14 } },
	{ { .kind = IMAGE_SWAP, .width = 2, .offset = 8, .value = 100 },
	  99,
	  { 99, 8, 9, 10, 11, 104, 105, 106 } },
	{ { .kind = IMAGE_BYTES, .count = 3, .offset = 8, .bytes = (const uint8_t *)"xyz" },
	  7,
	  { 7, 'x', 'y', 'z', 11, 12, 13, 14 } },
	{ { .kind = IMAGE_FILL, .width = 0xee, .offset = 8, .value = 3 },
	  7,
	  { 7, 0xee, 0xee, 0xee, 11, 12, 13, 14 } },
};

static void carries_each_kind_out(void **state)
{
	struct image image;
	uint8_t now[8];

	(void)state;
	make(&image);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		apply(&image, kinds[i].change);
		image_read(&image, kinds[i].offset, now, sizeof(now));
		assert_memory_equal(now, kinds[i].now, sizeof(now));
		image_reset(&image);
	}
	is_as_made(&image);
	image_free(&image);
}

static void leaves_out_what_is_not_within(void **state)
{
	static const struct image_change changes[] = {
		{ .kind = IMAGE_SET, .width = 8, .offset = ALL - 7 },
		{ .kind = IMAGE_ADD, .width = 8, .offset = UINT32_MAX, .value = 1 },
		{ .kind = IMAGE_COPY, .width = 9, .offset = 0, .value = UINT64_MAX },
		{ .kind = IMAGE_COPY, .width = 9, .offset = 0, .value = ALL - 511 },
		{ .kind = IMAGE_COPY, .width = 255, .offset = 0, .value = 1 },
		{ .kind = IMAGE_SWAP, .width = 9, .offset = ALL - 511, .value = 0 },
		{ .kind = IMAGE_BYTES, .count = 8, .offset = ALL - 7, .bytes = bytes + 1 },
		{ .kind = IMAGE_FILL, .width = 1, .offset = 1, .value = ALL },
		{ .kind = IMAGE_FILL, .width = 1, .offset = 0, .value = UINT64_MAX },
		{ .kind = 255, .width = 8, .offset = 0, .value = 1 },
	};
	struct image image;

	(void)state;
	make(&image);
	for (size_t i = 0; i < COUNT(changes); i++)
		apply(&image, changes[i]);
	is_as_made(&image);
	image_free(&image);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_it_is_of),
		cmocka_unit_test(copies_only_what_changes),
		cmocka_unit_test(writes_nothing_past_the_end),
		cmocka_unit_test(tells_what_differs),
		cmocka_unit_test(settles),
		cmocka_unit_test(comes_back),
		cmocka_unit_test(may_be_cut_anywhere),
		cmocka_unit_test(refuses_others),
		cmocka_unit_test(carries_each_kind_out),
		cmocka_unit_test(leaves_out_what_is_not_within),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
