// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "cli.h"
#include "commands.h"
#include "project.h"

static const char usage[] = "vitro check [NAME...] [options]";

static const struct check_row {
	const char *name;
	enum check_result (*run)(struct check *check);
} rows[] = {
	{ "format", check_format },   { "lint", check_lint },       { "shell", check_shell },
	{ "sizes", check_sizes },     { "licence", check_licence }, { "boundary", check_boundary },
	{ "wording", check_wording }, { "pages", check_pages },
};

enum { ROWS = sizeof(rows) / sizeof(*rows) };

static bool is_wanted(const char *name, char *const *names, int count)
{
	for (int i = 0; i < count; i++)
		if (!strcmp(names[i], name))
			return true;
	return count == 0;
}

static int reject_unknown(char *const *names, int count)
{
	for (int i = 0; i < count; i++) {
		bool known = false;

		for (int j = 0; j < ROWS; j++)
			known |= !strcmp(rows[j].name, names[i]);
		if (!known)
			return cli_error("no check '%s'", names[i]);
	}
	return 0;
}

static int run_rows(struct check *check, char *const *names, int count)
{
	static const char *const words[] = { "PASS", "SKIP", "FAIL" };
	int failed = 0;

	for (int i = 0; i < ROWS; i++) {
		enum check_result result;

		if (!is_wanted(rows[i].name, names, count))
			continue;
		check->note[0] = '\0';
		fflush(stdout);
		result = rows[i].run(check);
		failed += result == CHECK_FAIL;
		printf("%s  %-10s %s\n", words[result], rows[i].name, check->note);
	}
	return failed ? CLI_FOUND : CLI_OK;
}

int cmd_check(int argc, char **argv)
{
	struct check check = { 0 };
	const struct cli_opt opts[] = {
		{ "fix", 0, CLI_FLAG, &check.fix, NULL,
		  "format the sources instead of complaining" },
		{ 0 },
	};
	char **rest, *root;
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	ret = reject_unknown(argv, count);
	if (ret)
		return ret;
	root = project_path("%s", "");
	free(state_path("%s", "")); /* settled before a relative VITRO_DIR loses its meaning */
	if (chdir(root))
		ret = cli_error("cannot go to %s: %s", root, strerror(errno));
	free(root);
	if (ret)
		return ret;
	check_list_files(&check.files);
	ret = run_rows(&check, argv, count);
	strings_clear(&check.files);
	return ret;
}
