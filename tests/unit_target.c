// SPDX-License-Identifier: GPL-2.0-only
/* targets/NAME/target files: what they give, and what they are refused for. */
#include "cli.h"
#include "files.h"
#include "target.h"
#include "target_file.h"
#include "tree.h"
#include "unit.h"

static void write_target(const char *name, const char *text)
{
	char *directory = text_format("%s/targets/%s", unit_directory(), name);
	char *path = text_format("%s/target", directory);

	assert_int_equal(file_make_directories(directory), 0);
	assert_int_equal(file_write(path, text, strlen(text)), 0);
	free(path);
	free(directory);
}

static const char *read_one(const char *text, const struct tree *tree, struct target *target,
			    int *ret)
{
	write_target("one", text);
	unit_listen();
	*ret = target_read("one", tree, target);
	return unit_said();
}

static void whole_file(void **state)
{
	struct target target;
	int ret;

	(void)state;
	read_one("# a comment\n"
		 "summary  Two words, PKCS#7\t# not this\n"
		 "use other\nharness one\nharness two by-name\n"
		 "\n"
		 "config NET\nconfig NR_CPUS=4\nconfig PROC_FS=n\n"
		 "test a/x.o\nwith b/y.o\nneed c/z.o\nneed c/z.o\noverride strscpy\n",
		 NULL, &target, &ret);
	assert_int_equal(ret, 0);
	assert_true(text_starts(target.summary, "Two words, PKCS#7"));
	assert_string_equal(target.uses.item[0], "other");
	assert_int_equal(target.harnesses.count, 2);
	assert_true(strings_has(&target.by_name, "two") && !strings_has(&target.by_name, "one"));
	assert_string_equal(target.config.item[0], "CONFIG_NET=y");
	assert_string_equal(target.config.item[1], "CONFIG_NR_CPUS=4");
	assert_string_equal(target.config.item[2], "CONFIG_PROC_FS=n");
	assert_string_equal(target.test.item[0], "a/x.o");
	assert_string_equal(target.with.item[0], "b/y.o");
	assert_int_equal(target.need.count, 1);
	assert_string_equal(target.override.item[0], "strscpy");
	target_free(&target);
}

static void conditions(void **state)
{
	static const struct {
		const char *line, *version;
		int count;
	} rows[] = {
		{ "need a.o since 6.7", "6.12.1", 1 },
		{ "need a.o since 6.7", "6.7.0", 1 },
		{ "need a.o since 6.7", "6.1.192", 0 },
		{ "need a.o until 6.7", "6.6.9", 1 },
		{ "need a.o until 6.7", "6.7.0", 0 },
		{ "need a.o since 6.2 until 6.7", "6.5.0", 1 },
		{ "need a.o since 6.2 until 6.7", "6.1.0", 0 },
		{ "need a.o since 6.10", "6.9.0", 0 },
		{ "need a.o since 6.2 until 6.7", "6.12.0", 0 },
		{ "need a.o since 5.15", "6.1.0", 1 },
	};
	struct target target;
	int ret;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree = { .version = (char *)rows[i].version };

		read_one(rows[i].line, &tree, &target, &ret);
		assert_int_equal(ret, 0);
		assert_int_equal(target.need.count, rows[i].count);
		target_free(&target);
	}
	read_one("need a.o since 6.7", NULL, &target, &ret);
	assert_int_equal(target.need.count, 1);
	target_free(&target);
}

static void refused(void **state)
{
	static const struct {
		const char *text, *said;
	} rows[] = {
		{ "summary x\nned a.o", "targets/one/target:2: summary, use, harness" },
		{ "harness one by-nam", "targets/one/target:1: one name, then 'by-name'" },
		{ "need", "targets/one/target:1: a keyword wants a value" },
		{ "need a.c", "an object file" },
		{ "need a.o b.o", "is all a line takes" },
		{ "need a.o since", "is all a line takes" },
		{ "need a.o since six", "want a version" },
		{ "\n\nconfig NET INET", "targets/one/target:3: " },
	};
	struct target target;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int ret;
		const char *said = read_one(rows[i].text, NULL, &target, &ret);

		assert_int_equal(ret, CLI_USAGE);
		assert_non_null(strstr(said, rows[i].said));
	}
}

static void missing(void **state)
{
	struct target target;
	const char *said;
	int ret;

	(void)state;
	unit_listen();
	ret = target_read("nowhere", NULL, &target);
	said = unit_said();
	assert_int_equal(ret, CLI_USAGE);
	assert_non_null(strstr(said, "no target 'nowhere'"));
}

/* What a used target tests is only needed; base is used without being asked for. */
static void parts_of_a_harness(void **state)
{
	struct tree tree = { .version = (char *)"6.12.0" };
	struct harness harness;
	struct parts parts;
	char *directory = text_format("%s/harnesses", unit_directory());
	char *source = text_format("%s/top.c", directory);

	(void)state;
	file_make_directories(directory);
	file_write(source, "", 0);
	write_target("one", "summary x");
	write_target("base", "need lib/base.o");
	write_target("low", "test low/t.o\nwith low/w.o");
	write_target("high", "use low\nharness top\ntest high/t.o\nneed high/t.o");
	assert_int_equal(harness_find("top", &harness), 0);
	assert_string_equal(harness.target, "high");
	assert_int_equal(harness_parts(&harness, &tree, &parts), 0);
	assert_int_equal(parts.test.count, 1);
	assert_string_equal(parts.test.item[0], "high/t.o");
	assert_true(strings_has(&parts.need, "low/t.o"));
	assert_true(strings_has(&parts.need, "lib/base.o"));
	assert_false(strings_has(&parts.need, "high/t.o"));
	assert_string_equal(parts.with.item[0], "low/w.o");
	assert_true(strings_has(&parts.own, "arch/vitro/harnesses/top.o"));
	free(source);
	free(directory);
}

static int set_up(void **state)
{
	(void)state;
	return setenv("VITRO_ROOT", unit_directory(), 1);
}

static int tear_down(void **state)
{
	(void)state;
	return file_remove_tree(unit_directory());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_file),
		cmocka_unit_test(conditions),
		cmocka_unit_test(refused),
		cmocka_unit_test(missing),
		cmocka_unit_test(parts_of_a_harness),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
