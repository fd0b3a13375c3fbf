// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "build.h"
#include "ci.h"
#include "cli.h"
#include "commands.h"
#include "compiler.h"
#include "project.h"
#include "sanitizer.h"

static const char usage[] =
	"vitro ci COMMAND [NAME...] [options]\n\n"
	"  pr         what a change touches is built, replayed and fuzzed; reported is what its base has not\n"
	"  batch      all harnesses, or those named, for a time\n"
	"  prune      their corpora made smaller\n\n"
	"REMOTE: as in vitro corpus --help. Exit codes: 0 nothing new, 1 something new or the change does not build,\n"
	"2 bad input";

enum { TEN_MINUTES = 600 };

static const struct subcommand {
	const char *name;
	int (*run)(struct ci *ci);
} subcommands[] = { { "pr", ci_pr }, { "batch", ci_batch }, { "prune", ci_prune } };

static int check_flavours(const struct ci *ci)
{
	for (int i = 0; i < ci->flavours.count; i++) {
		const struct flavour *flavour = flavour_find(ci->flavours.item[i]);

		if (!flavour)
			return CLI_USAGE;
		if (!flavour->fuzzes)
			return cli_error("the %s flavour cannot fuzz", flavour->name);
	}
	return 0;
}

static int run(struct ci *ci, char **words, int count)
{
	ci->llvm = compiler_choose(ci->llvm);
	if (ci->llvm < 0 || check_flavours(ci))
		return CLI_USAGE;
	sanitizer_environment(ci->llvm);
	for (int i = 1; i < count; i++)
		strings_add_new(&ci->names, words[i]);
	ci->tree = ci->asked;
	ci->to = ci->json ? stderr : stdout;
	if (!ci->output)
		ci->output = state_path("ci/report");
	for (size_t i = 0; i < sizeof(subcommands) / sizeof(*subcommands); i++)
		if (!strcmp(subcommands[i].name, words[0]))
			return subcommands[i].run(ci);
	return cli_error("no command 'ci %s'; there are: pr, batch, prune", words[0]);
}

int cmd_ci(int argc, char **argv)
{
	struct ci ci = { .seconds = TEN_MINUTES };
	const struct cli_opt opts[] = {
		{ "base", 0, CLI_STRING, &ci.base, "REV",
		  "pr: commit that the change is to be compared with" },
		{ "kernel", 'k', CLI_STRING, &ci.asked, "TREE",
		  "pr: git tree of the kernel that is changed; without, it is vitro itself" },
		{ "time", 't', CLI_SECONDS, &ci.seconds, "TIME",
		  "for replaying and fuzzing, building not counted; 10m when not given" },
		{ "jobs", 'j', CLI_INT, &ci.jobs, "N", "processes; one per core when not given" },
		{ "sanitizer", 's', CLI_STRINGS, &ci.flavours, "SAN",
		  "again for each; address, and thread for concurrent harnesses, when not given" },
		{ "corpus", 0, CLI_STRING, &ci.remote, "REMOTE",
		  "where corpora come from; batch and prune bring theirs back" },
		{ "to", 0, CLI_STRING, &ci.other_remote, "REMOTE",
		  "batch, prune: bring them here instead" },
		{ "output", 'o', CLI_STRING, &ci.output, "DIR",
		  "of the reports; .vitro/ci/report when not given" },
		{ "llvm", 0, CLI_INT, &ci.llvm, "N", "clang and LLVM version" },
		{ "json", 0, CLI_FLAG, &ci.json, NULL, "the result as JSON" },
		{ 0 },
	};
	char **rest;
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	if (!count)
		return cli_error("ci wants a command: pr, batch or prune");
	if (ci.jobs <= 0)
		ci.jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
	ret = run(&ci, argv, count);
	ci_free(&ci);
	return ret;
}
