// SPDX-License-Identifier: GPL-2.0-only
#include "host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "compiler.h"
#include "files.h"
#include "process.h"
#include "progress.h"
#include "project.h"
#include "stamp.h"

static int add_source(const char *path, const char *name, void *context)
{
	(void)path;
	if (text_ends(name, ".c") || text_ends(name, ".S"))
		strings_add(context, name);
	return 0;
}

static bool is_stale(const char *object, const char *flags_file, const char *root)
{
	char *dependencies = text_format("%.*s.d", (int)strlen(object) - 2, object);
	struct timespec time = stamp_time(object);
	bool stale = !time.tv_sec || stamp_newer(stamp_time(flags_file), time) ||
		     stamp_depends(dependencies, root, time);

	free(dependencies);
	return stale;
}

/* Sources are relative to the repository, so that reports read "shim/host/x.c". */
static void compile_command(const struct build *build, struct command *command, const char *root,
			    const char *source, const char *object)
{
	char *ccache = program_find("ccache");

	if (ccache)
		command_add(command, "ccache");
	command_add(command, "clang-%d", build->llvm);
	command_words(command, build->flavour->host_cflags);
	command_words(command, "-I shim/include -I shim/host -MMD -MF");
	command_add(command, "%.*s.d", (int)strlen(object) - 2, object);
	command_add(command, "-c");
	command_add(command, "%s", source);
	command_add(command, "-o");
	command_add(command, "%s", object);
	command->directory = root;
	free(ccache);
}

static int compile(const struct build *build, const struct strings *sources,
		   const struct strings *objects, const char *flags_file)
{
	char *root = project_path("%s", "");
	struct command *commands = calloc(sources->count + 1, sizeof(*commands));
	int count = 0, failed = 0, ret = 0;

	if (!commands)
		abort();
	for (int i = 0; i < sources->count; i++)
		if (is_stale(objects->item[i], flags_file, root))
			compile_command(build, &commands[count++], root, sources->item[i],
					objects->item[i]);
	if (count) {
		progress_event("compile %d host objects", count);
		progress_end();
		ret = command_all(commands, count, build->jobs, &failed);
	}
	if (ret)
		ret = cli_fail("shim/host does not compile");
	for (int i = 0; i < count; i++)
		command_free(&commands[i]);
	free(commands);
	free(root);
	return ret;
}

static void add(const struct build *build, const char *directory, const char *prefix,
		const char *name, struct strings *sources, struct strings *objects)
{
	char *source = text_format("shim/%s/%s", directory, name);
	char *object = build_dir(build, "host/%s%.*s.o", prefix, (int)strlen(name) - 2, name);

	strings_add(sources, source);
	strings_add(objects, object);
	free(object);
	free(source);
}

static void plan(const struct build *build, const char *name, struct strings *sources,
		 struct strings *objects)
{
	char *plain = project_path("shim/plain/%s", name);
	bool replace = build->plain && file_exists(plain);

	if (replace)
		add(build, "plain", "plain-", name, sources, objects);
	else
		add(build, "host", "", name, sources, objects);
	free(plain);
}

/* In place of an engine's own. */
static void plan_engine(const struct build *build, struct strings *sources, struct strings *objects)
{
	struct strings names = { 0 };

	if (build->engine->sources)
		strings_split(&names, build->engine->sources, " ");
	for (int i = 0; i < names.count; i++)
		add(build, "engine", "engine-", names.item[i], sources, objects);
	strings_clear(&names);
}

int host_objects(const struct build *build, struct strings *objects)
{
	char *directory = project_path("shim/host"), *flags_file = build_dir(build, "host/flags");
	struct strings names = { 0 }, sources = { 0 };
	int ret;

	file_each(directory, add_source, &names);
	for (int i = 0; i < names.count; i++)
		plan(build, names.item[i], &sources, objects);
	plan_engine(build, &sources, objects);
	strings_clear(&names);
	ret = stamp_update(flags_file, build->flavour->host_cflags);
	if (!ret)
		ret = compile(build, &sources, objects, flags_file);
	strings_clear(&sources);
	free(flags_file);
	free(directory);
	return ret;
}
