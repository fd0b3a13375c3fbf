// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "commands.h"
#include "corpus_command.h"
#include "text.h"
#include "triage.h"

static const struct subcommand {
	const char *name, *arguments, *summary;
	int (*run)(const struct corpus_request *request, char **args, int count);
} subcommands[] = {
	{ "stats", "[NAME...]", "how many inputs, how large", corpus_stats },
	{ "add", "NAME FILE|DIR...", "take inputs in as they are", corpus_add },
	{ "merge", "NAME FILE|DIR...", "take those in that do something new", corpus_merge },
	{ "minimize", "NAME", "keep a few that do all that all do", corpus_minimize },
	{ "diff", "NAME DIR|ARCHIVE", "inputs that only one side has", corpus_diff },
	{ "prune", "[NAME...]", "clear away copies, and what was left of killed commands",
	  corpus_prune },
	{ "pack", "NAME [ARCHIVE]", "an archive with a manifest", corpus_pack },
	{ "unpack", "ARCHIVE [NAME]", "check an archive and take its inputs in", corpus_unpack },
	{ "push", "NAME REMOTE", "bring a remote what it has not", corpus_push },
	{ "pull", "NAME REMOTE", "the other way round", corpus_pull },
	{ 0 },
};

static char *usage_text(void)
{
	struct strings lines = { 0 };
	char *text;

	strings_add(&lines, "vitro corpus COMMAND [options]\n");
	for (const struct subcommand *sub = subcommands; sub->name; sub++) {
		char line[120];

		snprintf(line, sizeof(line), "  %-9s %-17s %s", sub->name, sub->arguments,
			 sub->summary);
		strings_add(&lines, line);
	}
	strings_add(&lines,
		    "\nREMOTE: a directory; PATH#BRANCH or git+ssh://, git+file:// for git; "
		    "rclone:REMOTE:PATH;\noci:DIRECTORY:TAG");
	text = strings_list(&lines, "\n");
	strings_clear(&lines);
	return text;
}

static int run(const struct corpus_request *request, char **args, int count)
{
	struct strings names = { 0 };
	int ret;

	for (const struct subcommand *sub = subcommands; sub->name; sub++) {
		if (!strcmp(sub->name, args[0]))
			return sub->run(request, args + 1, count - 1);
		strings_add(&names, sub->name);
	}
	ret = cli_error("no command 'corpus %s'; did you mean '%s'?", args[0],
			strings_nearest(&names, args[0]));
	strings_clear(&names);
	return ret;
}

int cmd_corpus(int argc, char **argv)
{
	struct corpus_request request = { .timeout = TRIAGE_TIMEOUT_MS / 1000 };
	const struct cli_opt opts[] = {
		{ "sanitizer", 's', CLI_STRING, &request.flavour, "SAN",
		  "merge, minimize: flavour of the program that runs the inputs" },
		{ "kernel", 'k', CLI_STRING, &request.tree, "TREE", "kernel tree" },
		{ "llvm", 0, CLI_INT, &request.llvm, "N", "clang and LLVM version" },
		{ "jobs", 'j', CLI_INT, &request.jobs, "N",
		  "processes; one per core when not given" },
		{ "program", 0, CLI_STRING, &request.program, "FILE",
		  "merge, minimize: this program, as it is: nothing is built" },
		{ "timeout", 0, CLI_SECONDS, &request.timeout, "TIME",
		  "merge, minimize: an input that takes longer is a hang; 10s when not given" },
		{ "hash", 0, CLI_STRING, &request.hash, "SHA256",
		  "unpack: what the archive's manifest must say" },
		{ "dry-run", 'n', CLI_FLAG, &request.dry, NULL, "say it, do not do it" },
		{ "json", 0, CLI_FLAG, &request.json, NULL, "as JSON" },
		{ 0 },
	};
	char **rest, *usage = usage_text();
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	if (!count)
		return cli_error("corpus wants a command; see vitro corpus --help");
	if (request.timeout <= 0)
		return cli_error("--timeout wants a time");
	if (request.jobs <= 0)
		request.jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
	return run(&request, argv, count);
}
