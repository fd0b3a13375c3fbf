// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>

#include "build.h"
#include "cli.h"
#include "commands.h"
#include "target.h"

static int add_all(struct strings *names)
{
	struct harness *list;
	int count, ret = harness_list(&list, &count);

	for (int i = 0; i < count; i++)
		strings_add(names, list[i].name);
	free(list);
	if (ret)
		return ret;
	return names->count ? 0 : cli_error("no target names a harness");
}

/* Where the programs are, for scripts. */
static void print_programs(const struct build *build, const struct strings *names)
{
	for (int i = 0; i < names->count; i++) {
		char *program = build_binary(build, names->item[i]);

		puts(program);
		free(program);
	}
}

int cmd_build(int argc, char **argv)
{
	const char *sanitizer = NULL, *tree = NULL, *engine = NULL;
	bool verbose = false;
	int llvm = 0, jobs = 0;
	const struct cli_opt opts[] = {
		{ "sanitizer", 's', CLI_STRING, &sanitizer, "SAN",
		  "address (default), undefined, memory, thread, accesses, coverage or none" },
		{ "kernel", 'k', CLI_STRING, &tree, "TREE", "name, version or path of the tree" },
		{ "engine", 0, CLI_STRING, &engine, "ENGINE",
		  "libfuzzer, afl++ or standalone (default: $LIB_FUZZING_ENGINE, or libFuzzer)" },
		{ "jobs", 'j', CLI_INT, &jobs, "N", "compilers at a time (default: processors)" },
		{ "llvm", 0, CLI_INT, &llvm, "N", "version of clang (default: $LLVM, or 19)" },
		{ "verbose", 'v', CLI_FLAG, &verbose, NULL, "show what make says" },
		{ 0 },
	};
	struct strings names = { 0 };
	struct build build;
	char **rest;
	int count,
		ret = cli_parse("vitro build [NAME...] [options]", opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	for (int i = 0; i < count; i++)
		strings_add_new(&names, argv[i]);
	ret = count ? 0 : add_all(&names);
	if (!ret)
		ret = build_prepare(&build, tree, sanitizer, llvm);
	if (!ret)
		build.engine = engine ? link_engine_find(engine) : link_engine_environment();
	if (!ret && !build.engine)
		ret = CLI_USAGE;
	if (!ret) {
		build.verbose = verbose;
		build.jobs = jobs ? jobs : build.jobs;
		ret = build_harnesses(&build, names.item);
		if (!ret)
			print_programs(&build, &names);
	}
	strings_clear(&names);
	return ret;
}
