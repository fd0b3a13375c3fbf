// SPDX-License-Identifier: GPL-2.0-only
#include "text.h"
#include "unit.h"

static void make(struct strings *list, const char *text)
{
	strings_split(list, text, " ");
}

static void grows_and_stays_terminated(void **state)
{
	struct strings list = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		strings_add(&list, "x");
	assert_int_equal(list.count, 1000);
	assert_null(list.item[1000]);
	strings_clear(&list);
	assert_int_equal(list.count, 0);
}

static void add_new_keeps_the_first(void **state)
{
	struct strings list = { 0 };

	(void)state;
	make(&list, "b a");
	strings_add_new(&list, "b");
	strings_add_new(&list, "c");
	assert_int_equal(list.count, 3);
	assert_true(strings_has(&list, "c"));
	assert_false(strings_has(&list, "d"));
	strings_clear(&list);
}

static void sort_drops_duplicates(void **state)
{
	struct strings list = { 0 };
	char *joined;

	(void)state;
	strings_sort(&list);
	assert_false(strings_find(&list, "a"));
	make(&list, "c a b a c");
	strings_sort(&list);
	joined = strings_list(&list, ", ");
	assert_string_equal(joined, "a, b, c");
	assert_null(list.item[3]);
	assert_true(strings_find(&list, "b"));
	assert_false(strings_find(&list, "d"));
	free(joined);
	strings_clear(&list);
}

static void join_and_list(void **state)
{
	struct strings list = { 0 };
	char *joined = strings_list(&list, ", ");

	(void)state;
	assert_string_equal(joined, "");
	free(joined);
	make(&list, "a b");
	joined = strings_join(&list, ";");
	assert_string_equal(joined, "a;b;");
	free(joined);
	strings_clear(&list);
}

static void split_leaves_empty_pieces_out(void **state)
{
	struct strings list = { 0 };

	(void)state;
	strings_split(&list, ",a,, b,", ", ");
	assert_int_equal(list.count, 2);
	assert_string_equal(list.item[1], "b");
	strings_clear(&list);
}

static void nearest(void **state)
{
	static const struct {
		const char *name, *expected;
	} rows[] = {
		{ "x590", "x509" }, { "pkcs", "pkcs7" },
		{ "hdi", "hid" },   { "partition", "partitions" },
		{ "", "hid" },
	};
	struct strings list = { 0 };

	(void)state;
	assert_null(strings_nearest(&list, "x"));
	make(&list, "hid partitions pkcs7 x509");
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(strings_nearest(&list, rows[i].name), rows[i].expected);
	strings_clear(&list);
}

static void nearest_of_very_long_names(void **state)
{
	struct strings list = { 0 };
	char longer[500];

	(void)state;
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	strings_add(&list, longer);
	assert_non_null(strings_nearest(&list, longer));
	strings_clear(&list);
}

static void beginnings_and_ends(void **state)
{
	(void)state;
	assert_true(text_starts("lib/sort.o", "lib/"));
	assert_false(text_starts("li", "lib/"));
	assert_true(text_ends("lib/sort.o", ".o"));
	assert_false(text_ends("o", ".o"));
	assert_true(text_ends("", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows_and_stays_terminated),
		cmocka_unit_test(add_new_keeps_the_first),
		cmocka_unit_test(sort_drops_duplicates),
		cmocka_unit_test(join_and_list),
		cmocka_unit_test(split_leaves_empty_pieces_out),
		cmocka_unit_test(nearest),
		cmocka_unit_test(nearest_of_very_long_names),
		cmocka_unit_test(beginnings_and_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
