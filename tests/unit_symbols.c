// SPDX-License-Identifier: GPL-2.0-only
/* Symbol tables: of this very program, and of the host's libraries. */
#include "cli.h"
#include "compiler.h"
#include "symbols.h"
#include "unit.h"

extern int unit_symbols_global;
int unit_symbols_global = 1;
__attribute__((weak)) void unit_symbols_weak(void);
__attribute__((weak)) void unit_symbols_weak(void)
{
}

static int not_global = 1;

static void of_this_program(void **state)
{
	struct strings defined = { 0 }, undefined = { 0 };

	(void)state;
	assert_int_equal(symbols_object("/proc/self/exe", &defined, &undefined), 0);
	assert_int_equal(not_global, 1);
	assert_true(strings_has(&defined, "unit_symbols_global"));
	assert_true(strings_has(&defined, "unit_symbols_weak"));
	assert_true(strings_has(&defined, "main"));
	assert_false(strings_has(&defined, "not_global"));
	assert_false(strings_has(&defined, "of_this_program"));
	assert_true(undefined.count > 0);
	assert_false(strings_has(&undefined, "main"));
	strings_clear(&defined);
	strings_clear(&undefined);
}

static void of_the_host(void **state)
{
	struct strings exports = { 0 };
	int ret = symbols_host(compiler_wanted(0), &exports);

	(void)state;
	assert_int_equal(ret, 0);
	assert_true(strings_find(&exports, "snprintf"));
	assert_true(strings_find(&exports, "bsearch"));
	assert_true(strings_find(&exports, "__asan_report_load8"));
	assert_false(strings_find(&exports, "kmalloc"));
	strings_clear(&exports);
}

static void of_what_is_no_object(void **state)
{
	static const char *const rows[] = { "/nonexistent", "/dev/null", "unit_symbols.c" };
	struct strings defined = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *said;
		int ret;

		unit_listen();
		ret = symbols_object(rows[i], &defined, NULL);
		said = unit_said();
		assert_int_equal(ret, CLI_FOUND);
		assert_non_null(strstr(said, "cannot be read as an ELF file"));
	}
	assert_int_equal(defined.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_this_program),
		cmocka_unit_test(of_the_host),
		cmocka_unit_test(of_what_is_no_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
