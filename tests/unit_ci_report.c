// SPDX-License-Identifier: GPL-2.0-only
/* What `vitro ci` writes, with names that would like to be markup. */
#include <jansson.h>

#include "ci_parts.h"
#include "files.h"
#include "unit.h"

static struct ci_program programs[] = {
	{ .harness = "good",
	  .flavour = "address",
	  .why = "a|b`c",
	  .built = true,
	  .inputs = 7,
	  .execs = 100,
	  .seconds = 2,
	  .coverage = 5 },
	{ .harness = "bad",
	  .flavour = "thread",
	  .why = "x",
	  .reason = "fs/a.c:12:3: error: <b> 50%\nmore" },
	{ .harness = "old",
	  .flavour = "address",
	  .why = "x",
	  .reason = "the linker says no",
	  .before = true },
};

static struct ci_finding findings[] = {
	{ .id = "11111111",
	  .title = "bug: <script>|`x`",
	  .harness = "good",
	  .flavour = "address",
	  .count = 2,
	  .verdict = CI_NEW,
	  .note = "its inputs end well on the base" },
	{ .id = "22222222",
	  .title = "known one",
	  .harness = "good",
	  .flavour = "address",
	  .count = 1,
	  .verdict = CI_KNOWN,
	  .note = "the base has it, too" },
	{ .id = "33333333",
	  .title = "hole: shim, hole",
	  .harness = "good",
	  .flavour = "address",
	  .count = 1,
	  .verdict = CI_HOLE },
};

static struct ci ci = {
	.change = { .base = "0123456789abcdef", .count = 3 },
	.resolved = { .path = "/w/linux", .version = "6.12.1" },
	.programs = programs,
	.count = COUNT(programs),
	.findings = findings,
	.finding_count = COUNT(findings),
};

static char *written(int (*write)(const struct ci *ci, FILE *to))
{
	char *text;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	assert_non_null(to);
	assert_int_equal(write(&ci, to), 0);
	fclose(to);
	return text;
}

static int summary(const struct ci *run, FILE *to)
{
	return ci_write_summary(run, NULL, 0, to);
}

static int junit(const struct ci *run, FILE *to)
{
	return ci_write_junit(run, NULL, 0, to);
}

static int annotations(const struct ci *run, FILE *to)
{
	struct ci copy = *run;

	copy.to = to;
	ci_annotate(&copy, NULL, 0);
	return 0;
}

static void assert_has(const char *text, const char *const *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!strstr(text, lines[i]))
			print_error("no '%s' in:\n%s\n", lines[i], text);
		assert_non_null(strstr(text, lines[i]));
	}
}

static void what_counts_is_counted(void **state)
{
	(void)state;
	assert_int_equal(ci_count(&ci, CI_NEW), 1);
	assert_int_equal(ci_count(&ci, CI_FLAKY), 0);
	assert_int_equal(ci_broken(&ci), 1);
}

static void the_summary_is_markdown(void **state)
{
	static const char *const lines[] = {
		"## vitro: 1 of 3 programs broken, 1 new finding\n",
		"3 changed files since `0123456789ab`, Linux 6.12.1.\n",
		"| good | address | `a\\|b'c` | 7 | 100 in 2 s | 5 | 0 |\n",
		"| bad | thread | `x` | does not build: `fs/a.c:12:3: error: <b> 50% more` | | | |\n",
		"| old | address | `x` | does not build: `the linker says no`, nor does the base | | | |\n",
		"### New\n\n- `bug: <script>\\|'x'`, good address, 2 times: `its inputs end well on the base`\n",
		"### On the base as well\n\n- `known one`",
		"### The shim lacks something, which is no bug of the kernel\n",
	};
	char *text = written(summary);

	(void)state;
	assert_has(text, lines, COUNT(lines));
	free(text);
}

static void junit_counts_steps(void **state)
{
	static const char *const lines[] = {
		"<testsuites name=\"vitro\" tests=\"5\" failures=\"0\" errors=\"1\" time=\"0\">\n",
		"<testsuite name=\"good.address\" tests=\"3\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"2.0\">\n",
		"<testcase name=\"fuzz\" classname=\"good.address\" time=\"2.0\"/>\n",
		"<testsuite name=\"bad.thread\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\"",
		"message=\"fs/a.c:12:3: error: &lt;b&gt; 50%",
		"<testsuite name=\"old.address\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\"",
	};
	char *text = written(junit);

	(void)state;
	assert_has(text, lines, COUNT(lines));
	free(text);
}

static void json_is_json(void **state)
{
	char *text = written(ci_write_json);
	json_t *json = json_loads(text, 0, NULL);

	(void)state;
	assert_non_null(json);
	assert_int_equal(json_integer_value(json_object_get(json, "new")), 1);
	assert_int_equal(json_array_size(json_object_get(json, "programs")), COUNT(programs));
	json_decref(json);
	free(text);
}

static void annotations_are_where_they_belong(void **state)
{
	static const char *const lines[] = {
		"::error file=linux/fs/a.c,line=12,title=vitro::bad thread does not build: fs/a.c:12:3: error: <b> 50%25%0Amore\n",
		"::warning title=vitro::old address does not build: the linker says no\n",
		"::warning title=vitro::hole: good address: hole: shim, hole\n",
	};
	char *text;

	(void)state;
	unsetenv("GITHUB_ACTIONS");
	text = written(annotations);
	assert_string_equal(text, "");
	free(text);
	setenv("GITHUB_ACTIONS", "true", 1);
	setenv("GITHUB_WORKSPACE", "/w", 1);
	text = written(annotations);
	assert_has(text, lines, COUNT(lines));
	free(text);
	setenv("GITHUB_WORKSPACE", "/elsewhere", 1);
	text = written(annotations);
	assert_non_null(strstr(text, "::error file=fs/a.c,line=12,"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_counts_is_counted),
		cmocka_unit_test(the_summary_is_markdown),
		cmocka_unit_test(junit_counts_steps),
		cmocka_unit_test(json_is_json),
		cmocka_unit_test(annotations_are_where_they_belong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
