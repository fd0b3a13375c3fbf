// SPDX-License-Identifier: GPL-2.0-only
/* The text file of what a person decided: wrong lines are named, others stay as they are. */
#include "overrides.h"
#include "unit_bugs.h"

static void write_overrides(const char *text)
{
	assert_int_equal(file_write(getenv("VITRO_OVERRIDES"), text, strlen(text)), 0);
}

static const struct {
	const char *text, *error;
} wrong_overrides[] = {
	{ "# fine\n\nsame 01234567 89abcdef # why\n", NULL },
	{ "ignore 01234567", NULL },
	{ "\nsmae 01234567 89abcdef\n", ":2: 'smae' is not same, different, ignore or fixed" },
	{ "same 01234567\n", ":1: same wants 2 IDs" },
	{ "fixed 01234567 89abcdef # x\n", ":1: fixed wants 1 ID" },
	{ "ignore 0123456g # x\n", ":1: '0123456g' is not an ID" },
	{ "same 01234567 01234567\n", ":1: same of 01234567 and itself" },
	{ "same 01234567 89abcdef\ndifferent 89ABCDEF 01234567\n", ":2: contradicts line 1" },
	{ "\xff\xfe\x01", ":1: " },
};

static void wrong_overrides_are_refused_by_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wrong_overrides); i++) {
		struct overrides overrides;
		const char *said;
		int ret;

		write_overrides(wrong_overrides[i].text);
		unit_listen();
		ret = overrides_read(&overrides);
		said = unit_said();
		overrides_free(&overrides);
		assert_int_equal(ret, wrong_overrides[i].error ? 2 : 0);
		if (wrong_overrides[i].error)
			assert_non_null(strstr(said, wrong_overrides[i].error));
	}
}

/* An override that is written leaves the file's other lines as they were. */
static void overrides_are_edited(void **state)
{
	char *text;

	(void)state;
	write_overrides("# ours\nignore 01234567 # old\nsame 11111111 22222222\n");
	assert_int_equal(overrides_set(DECIDED_FIXED, "01234567", "", "by v6.13"), 0);
	assert_int_equal(overrides_set(DECIDED_DIFFERENT, "22222222", "11111111", ""), 0);
	text = file_read(getenv("VITRO_OVERRIDES"), NULL);
	assert_string_equal(text,
			    "# ours\nfixed 01234567 # by v6.13\ndifferent 22222222 11111111\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(wrong_overrides_are_refused_by_line, empty_state),
		cmocka_unit_test_setup(overrides_are_edited, empty_state),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	file_remove_tree(unit_directory());
	return failed;
}
