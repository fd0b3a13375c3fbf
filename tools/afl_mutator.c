// SPDX-License-Identifier: GPL-2.0-only
/* The mutator that afl-fuzz loads for a concurrent harness: shim/engine/afl_mutator.c over shim/host/mutate*.c. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "afl.h"
#include "cli.h"
#include "files.h"
#include "project.h"

static int add_source(const char *path, const char *name, void *context)
{
	if (text_starts(name, "mutate") && text_ends(name, ".c"))
		command_add(context, "%s", path);
	return 0;
}

/* It takes half a second, so it is done anew for each session. */
static int compile(const struct build *build, const char *path, const char *log)
{
	char *root = project_path("%s", ""), *host = project_path("shim/host");
	struct command clang = { .directory = root, .log = log };
	int code;

	command_add(&clang, "clang-%d", build->llvm);
	command_words(&clang, "-std=gnu11 -O2 -g -shared -fPIC -DVITRO_HOST -I shim/include "
			      "-I shim/host shim/engine/afl_mutator.c -o");
	command_add(&clang, "%s", path);
	file_each(host, add_source, &clang);
	code = command_run(&clang);
	command_free(&clang);
	free(host);
	free(root);
	return code;
}

int afl_mutator(const struct build *build, const char *harness, char **mutator)
{
	char *path, *log;
	int ret = build_is_concurrent(build, harness);

	*mutator = NULL;
	if (ret <= 0)
		return ret ? CLI_FOUND : 0;
	path = build_dir(build, "host/afl-mutator-%d.so", getpid());
	log = build_dir(build, "host/afl-mutator.log");
	ret = compile(build, path, log) ? cli_fail("the mutator does not compile; see %s", log) : 0;
	if (ret)
		free(path);
	else
		*mutator = path;
	free(log);
	return ret;
}
