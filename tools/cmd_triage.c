// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <unistd.h>

#include "cli.h"
#include "commands.h"
#include "project.h"
#include "sanitizer.h"
#include "compiler.h"
#include "triage.h"

static const char usage[] = "vitro triage [FILE|FINDING|DIRECTORY...] [options]";

static int parse(struct triage *triage, int argc, char **argv, int *count)
{
	const struct cli_opt opts[] = {
		{ "sanitizer", 's', CLI_STRING, &triage->flavour, "SAN",
		  "instead of the finding's own, which is then only looked at" },
		{ "kernel", 'k', CLI_STRING, &triage->tree, "TREE", "likewise" },
		{ "runs", 'n', CLI_INT, &triage->runs, "RUNS", "of each input; 3 when not given" },
		TRIAGE_OPTIONS(triage),
		{ 0 },
	};
	char **rest;
	int ret = cli_parse(usage, opts, argc, argv, count, &rest);

	if (ret >= 0)
		return ret;
	if (triage->runs < 1)
		return cli_error("%d runs of each input tell nothing", triage->runs);
	if (triage->jobs <= 0)
		triage->jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
	return -1;
}

static int collect(struct triage *triage, char **paths, int count)
{
	char *all = state_path("findings");
	int ret = 0;

	if (!count)
		ret = triage_collect(triage, all);
	for (int i = 0; i < count && !ret; i++)
		ret = triage_collect(triage, paths[i]);
	free(all);
	return ret;
}

int cmd_triage(int argc, char **argv)
{
	struct triage triage = { .runs = 3 };
	int count, ret = parse(&triage, argc, argv, &count);

	if (ret >= 0)
		return ret;
	ret = collect(&triage, argv, count);
	if (!ret)
		ret = compiler_choose(triage.llvm) < 0 ? CLI_USAGE : 0;
	if (!ret)
		sanitizer_environment(compiler_choose(triage.llvm));
	if (!ret)
		ret = triage_run(&triage);
	if (!ret)
		ret = triage_print(&triage);
	triage_free(&triage);
	return ret;
}
