// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "files.h"
#include "process.h"
#include "project.h"

static const char usage[] = "vitro test [options]";

/* Run quietly; show the log when it fails. */
static int run_logged(struct command *command, const char *what)
{
	char *log = state_path("tool/%s.log", what), *text;
	int code;

	command->log = log;
	code = command_run(command);
	command_free(command);
	text = code ? file_read(log, NULL) : NULL;
	if (text)
		fputs(text, stderr);
	free(text);
	free(log);
	return code ? cli_fail("cannot %s the tests", what) : 0;
}

static int build_tests(const char *build_dir)
{
	struct command configure = { 0 }, build = { 0 };
	char *root = project_path("%s", "");
	int ret;

	if (file_make_directories(build_dir))
		return cli_error("cannot write to %s: %s", build_dir, strerror(errno));
	command_words(&configure, "cmake -G Ninja -DBUILD_TESTING=ON -S");
	command_add(&configure, "%s", root);
	command_add(&configure, "-B");
	command_add(&configure, "%s", build_dir);
	ret = run_logged(&configure, "configure");
	command_words(&build, "cmake --build");
	command_add(&build, "%s", build_dir);
	if (!ret)
		ret = run_logged(&build, "build");
	free(root);
	return ret;
}

static int attribute(const char *element, const char *name)
{
	char *key = text_format("%s=\"", name);
	const char *found = strstr(element, key);
	int value = found ? atoi(found + strlen(key)) : 0;

	free(key);
	return value;
}

/* The last line. Return: 0 when something ran and nothing failed. */
static int summarize(const char *results)
{
	char *text = file_read(results, NULL), *suite = text ? strstr(text, "<testsuite") : NULL;
	int total, failed, skipped;

	if (!suite) {
		free(text);
		return cli_fail("the tests did not run to their end");
	}
	suite[strcspn(suite, ">")] = '\0';
	total = attribute(suite, "tests");
	failed = attribute(suite, "failures");
	skipped = attribute(suite, "skipped") + attribute(suite, "disabled");
	printf("%d passed, %d failed", total - failed - skipped, failed);
	if (skipped)
		printf(", %d skipped", skipped);
	putchar('\n');
	free(text);
	return failed || total == skipped ? CLI_FOUND : CLI_OK;
}

static int run_tests(const char *build_dir, const char *regex, bool all)
{
	struct command command = { 0 };
	char *results = text_format("%s/results.xml", build_dir);
	int ret;

	remove(results);
	command_words(&command, "ctest -j2 --output-on-failure --test-dir");
	command_add(&command, "%s", build_dir);
	command_add(&command, "--output-junit");
	command_add(&command, "%s", results);
	if (regex) {
		command_add(&command, "-R");
		command_add(&command, "%s", regex);
	}
	if (!all)
		command_words(&command, "-LE ^long$");
	ret = command_run(&command);
	command_free(&command);
	if (ret < 0)
		ret = cli_fail("cannot run ctest: %s", strerror(-ret));
	else
		ret = summarize(results) || ret ? CLI_FOUND : CLI_OK;
	free(results);
	return ret;
}

int cmd_test(int argc, char **argv)
{
	const char *regex = NULL;
	bool all = false;
	const struct cli_opt opts[] = {
		{ "regex", 'R', CLI_STRING, &regex, "REGEX", "only tests whose names match" },
		{ "long", 0, CLI_FLAG, &all, NULL, "also those that take long" },
		{ 0 },
	};
	char **rest, *build_dir;
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	if (count)
		return cli_error("test takes no '%s'; choose tests with -R REGEX", argv[0]);
	build_dir = state_path("tool");
	ret = build_tests(build_dir);
	if (!ret)
		ret = run_tests(build_dir, regex, all);
	free(build_dir);
	return ret;
}
