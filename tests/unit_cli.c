// SPDX-License-Identifier: GPL-2.0-only
#include "cli.h"
#include "text.h"
#include "unit.h"

static bool flag;
static int number, seconds;
static const char *string;
static struct strings several;

static const struct cli_opt opts[] = {
	{ "flag", 'f', CLI_FLAG, &flag, NULL, "a flag" },
	{ "number", 'n', CLI_INT, &number, "N", "a number" },
	{ "string", 0, CLI_STRING, &string, "TEXT", "a string" },
	{ "several", 'k', CLI_STRINGS, &several, "TEXT", "strings" },
	{ "time", 't', CLI_SECONDS, &seconds, "TIME", "a time" },
	{ 0 },
};

static int count;
static char **rest, *words[32];
static struct strings storage;

/* Parse a line of words, the first of which is the command's name. */
static int parse(const char *line)
{
	flag = false;
	number = seconds = 7;
	string = "default";
	strings_clear(&storage);
	strings_clear(&several);
	strings_split(&storage, line, " ");
	memcpy((void *)words, (void *)storage.item, sizeof(char *) * (storage.count + 1));
	return cli_parse("vitro test", opts, storage.count, words, &count, &rest);
}

static void defaults_stay(void **state)
{
	(void)state;
	assert_int_equal(parse("test"), -1);
	assert_int_equal(count, 0);
	assert_false(flag);
	assert_int_equal(number, 7);
	assert_string_equal(string, "default");
	assert_null(*rest);
}

static void options_anywhere(void **state)
{
	(void)state;
	assert_int_equal(parse("test a -f b --number 3 --string=x=y c -t5m"), -1);
	assert_int_equal(count, 3);
	assert_string_equal(words[0], "a");
	assert_string_equal(words[2], "c");
	assert_true(flag);
	assert_int_equal(number, 3);
	assert_string_equal(string, "x=y");
	assert_int_equal(seconds, 300);
}

static void an_option_given_several_times(void **state)
{
	(void)state;
	assert_int_equal(parse("test -k a b -kc --several=d"), -1);
	assert_int_equal(count, 1);
	assert_int_equal(several.count, 3);
	assert_string_equal(several.item[0], "a");
	assert_string_equal(several.item[1], "c");
	assert_string_equal(several.item[2], "d");
	assert_int_equal(parse("test b"), -1);
	assert_int_equal(several.count, 0);
}

static void what_follows_two_dashes_is_not_ours(void **state)
{
	(void)state;
	assert_int_equal(parse("test a -- -f b"), -1);
	assert_int_equal(count, 1);
	assert_false(flag);
	assert_string_equal(rest[0], "-f");
	assert_string_equal(rest[1], "b");
	assert_null(rest[2]);
}

static void times(void **state)
{
	static const struct {
		const char *line;
		int expected;
	} rows[] = {
		{ "test -t 90", 90 },   { "test -t 60s", 60 },   { "test -t 5m", 300 },
		{ "test -t 2h", 7200 }, { "test -t 1d", 86400 }, { "test --time=0", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(parse(rows[i].line), -1);
		assert_int_equal(seconds, rows[i].expected);
	}
}

static void refused(void **state)
{
	static const struct {
		const char *line, *said;
	} rows[] = {
		{ "test --nope", "no option '--nope'" },
		{ "test -x", "no option '-x'" },
		{ "test --flag=1", "takes no argument" },
		{ "test --number", "wants N" },
		{ "test --number x", "wants a number" },
		{ "test --number -3", "wants a number" },
		{ "test --number 99999999999", "wants a number" },
		{ "test -t 5x", "wants a time" },
		{ "test -t 5ss", "wants a time" },
		{ "test -t 99999999h", "wants a time" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *said;
		int ret;

		unit_listen();
		ret = parse(rows[i].line);
		said = unit_said();
		assert_int_equal(ret, CLI_USAGE);
		assert_non_null(strstr(said, rows[i].said));
		assert_true(text_starts(said, "vitro: "));
		assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_stay),
		cmocka_unit_test(options_anywhere),
		cmocka_unit_test(an_option_given_several_times),
		cmocka_unit_test(what_follows_two_dashes_is_not_ours),
		cmocka_unit_test(times),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
