// SPDX-License-Identifier: GPL-2.0-only
/* The linker's messages, and what becomes of them. */
#include "holes.h"
#include "unit.h"

static const char messages[] = "ld.lld: warning: undefined symbol: vitro_k_snprintf\n"
			       ">>> referenced by a.c:3\n"
			       ">>>               a.o:(show)\n"
			       ">>> referenced by a.c:9\n"
			       ">>>               a.o:(show)\n"
			       ">>> referenced by b.c:1\n"
			       ">>>               b.o:(tell)\n"
			       "ld.lld: error: undefined symbol: init_mm\n"
			       ">>> referenced by c.c\n"
			       ">>>               init.o:(.data+0x10)\n"
			       "ld.lld: error: undefined symbol: vitro_hole_count\n"
			       ">>> referenced by fault.c:1\n"
			       ">>>               fault.o:(on_fault)\n"
			       "clang: error: linker command failed with exit code 1\n";

static void parsed(void **state)
{
	struct strings holes = { 0 };
	char *name;

	(void)state;
	holes_parse(messages, &holes);
	assert_int_equal(holes.count, 2);
	assert_true(text_starts(holes.item[0], "init_mm\t"));
	assert_string_equal(holes.item[1], "vitro_k_snprintf\tshow, tell");
	name = hole_name(holes.item[1]);
	assert_string_equal(name, "snprintf");
	assert_null(holes_own(&holes));
	free(name);
	strings_clear(&holes);
}

static void none(void **state)
{
	struct strings holes = { 0 };
	char *table;

	(void)state;
	holes_parse("", &holes);
	assert_int_equal(holes.count, 0);
	table = holes_table(&holes);
	assert_non_null(strstr(table, "vitro_hole_count = 0;"));
	free(table);
}

static void each_has_its_own_address(void **state)
{
	struct strings holes = { 0 };
	char *arguments, *table;

	(void)state;
	holes_parse(messages, &holes);
	arguments = holes_arguments(&holes);
	assert_non_null(strstr(arguments, "--defsym=init_mm=0x60000000\n"));
	assert_non_null(strstr(arguments, "--defsym=vitro_k_snprintf=0x60000040\n"));
	table = holes_table(&holes);
	assert_non_null(strstr(table, "\"init_mm\",\n\t\"snprintf\","));
	assert_non_null(strstr(table, "vitro_hole_count = 2;"));
	free(table);
	free(arguments);
	strings_clear(&holes);
}

static void what_no_kernel_defines_is_a_mistake(void **state)
{
	static const char *const rows[] = { "host_alloc", "vitro_boot", "_ZNSt3__14cerrE" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct strings holes = { 0 };
		char line[100], *own;

		snprintf(line, sizeof(line), "error: undefined symbol: %s\n>>> a.o:(f)\n", rows[i]);
		holes_parse(line, &holes);
		own = holes_own(&holes);
		assert_string_equal(own, rows[i]);
		free(own);
		strings_clear(&holes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parsed),
		cmocka_unit_test(none),
		cmocka_unit_test(each_has_its_own_address),
		cmocka_unit_test(what_no_kernel_defines_is_a_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
