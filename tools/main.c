// SPDX-License-Identifier: GPL-2.0-only
/* vitro: the table of commands. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "text.h"

static const struct cli_command commands[] = {
	{ "list", cmd_list, "harnesses, what they are made of, how fast they run" },
	{ "build", cmd_build, "build harnesses without running them" },
	{ "fuzz", cmd_fuzz, "build what is missing, then fuzz a harness, or many" },
	{ "repro", cmd_repro, "run one input again and show the report" },
	{ "findings", cmd_findings, "what was found: list, show, explain, mark, export" },
	{ "triage", cmd_triage, "run inputs again and file their crashes under bugs" },
	{ "minimize", cmd_minimize, "a smaller input that crashes of the same bug" },
	{ "report", cmd_report, "a page of all findings, for a browser" },
	{ "regress", cmd_regress, "keep the inputs of what is fixed for the tests" },
	{ "verify-fix", cmd_verify_fix, "whether findings are gone on another tree" },
	{ "affected", cmd_affected, "which trees have which findings" },
	{ "bisect", cmd_bisect, "the commit that brought or mended a finding" },
	{ "corpus", cmd_corpus, "share, merge and minimize what fuzzing has gathered" },
	{ "image", cmd_image, "inputs of filesystems as images, and images as inputs" },
	{ "ci", cmd_ci, "for a change, a schedule, and the corpora of both" },
	{ "coverage", cmd_coverage, "what the corpus reaches in the files under test" },
	{ "kernel", cmd_kernel, "kernel trees: list, add, choose the default" },
	{ "bench", cmd_bench, "speed, as ratios to bare programs" },
	{ "doctor", cmd_doctor, "what is installed, what is missing, how to mend it" },
	{ "test", cmd_test, "run the tests" },
	{ "check", cmd_check, "format, lint, sizes, boundary, links of the pages" },
	{ 0 },
};

static void print_help(FILE *to)
{
	fputs("usage: vitro COMMAND [arguments]\n\n", to);
	for (const struct cli_command *command = commands; command->name; command++)
		fprintf(to, "  %-10s %s\n", command->name, command->summary);
	fputs("\nvitro COMMAND --help tells more. Exit codes: 0 fine, 1 found something or failed, "
	      "2 bad input.\n",
	      to);
}

static int unknown_command(const char *name)
{
	struct strings names = { 0 };
	int ret;

	for (const struct cli_command *command = commands; command->name; command++)
		strings_add(&names, command->name);
	ret = cli_error("no command '%s'; did you mean '%s'?", name, strings_nearest(&names, name));
	strings_clear(&names);
	return ret;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		print_help(stderr);
		return CLI_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		print_help(stdout);
		return CLI_OK;
	}
	for (const struct cli_command *command = commands; command->name; command++)
		if (strcmp(command->name, argv[1]) == 0)
			return command->run(argc - 1, argv + 1);
	return unknown_command(argv[1]);
}
