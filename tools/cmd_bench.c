// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench_rows.h"
#include "cli.h"
#include "commands.h"
#include "files.h"
#include "history.h"
#include "project.h"
#include "sanitizer.h"

static const char usage[] =
	"vitro bench [empty|tasks|costs|corpus|x509|build|triage|minimize|fs] [options]\n\n"
	"  minimize and fs take up to half an hour, and run only when they are named; without names all others do";

static void show_old(const struct history_bench *old, void *context)
{
	char when[32];
	time_t seconds = old->time;
	struct tm tm;

	(void)context;
	strftime(when, sizeof(when), "%Y-%m-%d %H:%M", localtime_r(&seconds, &tm));
	printf("%s  %-22s %14.1f %14.1f %8.2f %8.2f\n", when, old->name, old->a, old->b, old->ratio,
	       old->wanted);
}

static bool is_row(const char *name)
{
	for (const struct bench_row *row = bench_rows; row->name; row++)
		if (!strcmp(row->name, name))
			return true;
	return false;
}

static int run_rows(struct bench *bench, char *const *names, int count)
{
	int ret = 0;

	if (!bench->json)
		printf("%-22s %14s %14s %8s %8s\n", "comparison", "a", "b", "ratio", "wanted");
	for (const struct bench_row *row = bench_rows; row->name && !ret; row++) {
		bool wanted = count == 0 && !row->named;

		for (int j = 0; j < count; j++)
			wanted |= !strcmp(names[j], row->name);
		if (wanted)
			ret = row->run(bench);
	}
	return ret;
}

static int any_low(const json_t *list)
{
	const json_t *row;
	size_t i;

	json_array_foreach(list, i, row)
		if (!json_is_true(json_object_get(row, "good")))
			return CLI_FOUND;
	return CLI_OK;
}

static int bench(struct bench *bench, char *const *names, int count)
{
	int ret;

	bench->rows = json_array();
	bench->scratch = state_path("bench/%d", getpid());
	if (file_make_directories(bench->scratch))
		return cli_error("cannot write to %s", bench->scratch);
	sanitizer_environment(bench->build.llvm);
	ret = run_rows(bench, names, count);
	if (bench->json) {
		json_dumpf(bench->rows, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
		putchar('\n');
	}
	if (!ret) {
		ret = any_low(bench->rows);
		file_remove_tree(bench->scratch);
	}
	json_decref(bench->rows);
	free(bench->scratch);
	return ret;
}

int cmd_bench(int argc, char **argv)
{
	const char *tree = NULL, *flavour = NULL;
	bool history = false;
	int llvm = 0, count, ret;
	struct bench all = { 0 };
	const struct cli_opt opts[] = {
		{ "kernel", 'k', CLI_STRING, &tree, "TREE", "kernel tree" },
		{ "sanitizer", 's', CLI_STRING, &flavour, "SAN", "flavour of the programs" },
		{ "llvm", 0, CLI_INT, &llvm, "N", "clang and LLVM version" },
		{ "json", 0, CLI_FLAG, &all.json, NULL, "as JSON" },
		{ "history", 0, CLI_FLAG, &history, NULL, "show earlier results instead" },
		{ 0 },
	};
	char **rest;

	ret = cli_parse(usage, opts, argc, argv, &count, &rest);
	if (ret >= 0)
		return ret;
	for (int i = 0; i < count; i++)
		if (!is_row(argv[i]))
			return cli_error("no comparison '%s'; --help names them", argv[i]);
	if (history)
		return history_each_bench(show_old, NULL);
	ret = build_prepare(&all.build, tree, flavour, llvm);
	return ret ? ret : bench(&all, argv, count);
}
