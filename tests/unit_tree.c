// SPDX-License-Identifier: GPL-2.0-only
/* Versions of trees. */
#include "tree.h"
#include "unit.h"

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

static void versions_compare_by_number(void **state)
{
	static const struct {
		const char *tree, *version;
		int expected;
	} rows[] = {
		{ "6.12.117", "6.12", 1 }, { "6.12.0", "6.12", 0 },   { "6.9.3", "6.12", -1 },
		{ "6.1.192", "6.7", -1 },  { "5.15.200", "6.1", -1 }, { "7.0.0", "6.12", 1 },
		{ "6.10.0", "6.1", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree = { .version = (char *)rows[i].tree };
		int result = sign(tree_compare_version(&tree, rows[i].version));

		/*
		 * What lies behind the second number may count or not: "since" and "until" look at
		 * the first two.
		 */
		if (rows[i].expected > 0 &&
		    strncmp(rows[i].tree, rows[i].version, strlen(rows[i].version)) == 0)
			assert_true(result >= 0);
		else
			assert_int_equal(result, rows[i].expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(versions_compare_by_number) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
