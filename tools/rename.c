// SPDX-License-Identifier: GPL-2.0-only
#include "rename.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "process.h"
#include "stamp.h"
#include "symbols.h"

/* Interfaces between the halves and of the instrumentation: meant to meet. */
static const char *const shared_prefixes[] = {
	"__asan_", "__ubsan_",       "__msan_",  "__tsan_", "__sanitizer_", "__sancov_",
	"__lsan_", "__llvm_profile", "__start_", "__stop_", "host_",
};

/* Taken from the host, where sanitizers watch them, unless the kernel half brings its own. */
static const char *const host_strings[] = {
	"memcpy",  "memmove", "memset",  "memcmp", "memchr",  "strlen", "strnlen", "strcpy",
	"strncpy", "strcat",  "strncat", "strcmp", "strncmp", "strchr", "strrchr", "strstr",
};

struct symbols {
	struct strings defined, undefined;
};

static bool is_shared(const char *name, const struct strings *defined)
{
	for (size_t i = 0; i < sizeof(shared_prefixes) / sizeof(*shared_prefixes); i++)
		if (text_starts(name, shared_prefixes[i]))
			return true;
	for (size_t i = 0; i < sizeof(host_strings) / sizeof(*host_strings); i++)
		if (strcmp(name, host_strings[i]) == 0)
			return !strings_find(defined, name);
	return false;
}

static void add_collisions(struct strings *renames, const struct strings *names,
			   const struct strings *exports, const struct strings *defined)
{
	for (int i = 0; i < names->count; i++)
		if (strings_find(exports, names->item[i]) && !is_shared(names->item[i], defined))
			strings_add(renames, names->item[i]);
}

/* Names to rename, sorted, from the symbols of all objects together. */
static int find_renames(const struct build *build, const struct symbols *tables, int count,
			const struct strings *engine, struct strings *renames)
{
	struct strings exports = { 0 }, defined = { 0 };
	int ret = 0;

	for (int i = 0; i < engine->count && !ret; i++)
		ret = symbols_object(engine->item[i], &exports, NULL);
	if (!ret)
		ret = symbols_host(build->llvm, &exports);

	for (int i = 0; i < count; i++)
		strings_add_all(&defined, &tables[i].defined);
	strings_sort(&defined);
	for (int i = 0; i < count && !ret; i++) {
		add_collisions(renames, &tables[i].defined, &exports, &defined);
		add_collisions(renames, &tables[i].undefined, &exports, &defined);
	}
	strings_sort(renames);
	strings_clear(&defined);
	strings_clear(&exports);
	return ret;
}

static bool mentions(const struct symbols *table, const struct strings *renames)
{
	for (int i = 0; i < table->defined.count; i++)
		if (strings_find(renames, table->defined.item[i]))
			return true;
	for (int i = 0; i < table->undefined.count; i++)
		if (strings_find(renames, table->undefined.item[i]))
			return true;
	return false;
}

static bool defines(const struct symbols *table, const struct strings *names)
{
	for (int i = 0; i < table->defined.count; i++)
		if (strings_has(names, table->defined.item[i]))
			return true;
	return false;
}

/* Kernel objects give way where the shim models a symbol instead: a list that targets declare. */
static int write_overrides(const char *path, const struct strings *overrides)
{
	char *text = strings_join(overrides, "\n");
	int ret = stamp_update(path, text);

	free(text);
	return ret;
}

/* The file that objcopy reads; left alone, with its time, when nothing changed. */
static int write_list(const char *path, const struct strings *renames)
{
	struct strings lines = { 0 };
	char *text;
	int ret;

	for (int i = 0; i < renames->count; i++) {
		char *line =
			text_format("%s " RENAME_PREFIX "%s", renames->item[i], renames->item[i]);

		strings_add(&lines, line);
		free(line);
	}
	text = strings_join(&lines, "\n");
	ret = stamp_update(path, text);
	free(text);
	strings_clear(&lines);
	return ret;
}

static int make_parent(const char *path)
{
	char *parent = text_format("%.*s", (int)(strrchr(path, '/') - path), path);
	int ret = file_make_directories(parent) ? cli_error("%s: %s", parent, strerror(errno)) : 0;

	free(parent);
	return ret;
}

struct copies {
	const struct build *build;
	const char *list, *overrides; /* files for objcopy */
	struct command *commands;
	int count;
};

static bool is_shim(const char *object)
{
	return strstr(object, "/arch/vitro/kernel/");
}

/* Queue the copy when it is out of date, and put it in the object's place. */
static int add_copy(struct copies *copies, char **object, char *copy)
{
	struct timespec time = stamp_time(copy);
	struct command *command;

	if (!time.tv_sec || stamp_newer(stamp_time(*object), time) ||
	    stamp_newer(stamp_time(copies->list), time) ||
	    stamp_newer(stamp_time(copies->overrides), time)) {
		command = &copies->commands[copies->count++];
		command_add(command, "llvm-objcopy-%d", copies->build->llvm);
		command_add(command, "--redefine-syms=%s", copies->list);
		if (!is_shim(*object))
			command_add(command, "--weaken-symbols=%s", copies->overrides);
		command_add(command, "%s", *object);
		command_add(command, "%s", copy);
	}
	free(*object);
	*object = copy;
	return make_parent(copy);
}

static int copy_objects(struct copies *copies, const char *output, const char *directory,
			const struct symbols *tables, const struct strings *renames,
			const struct strings *overrides, struct strings *objects)
{
	int failed = 0, ret = 0;

	for (int i = 0; i < objects->count && !ret; i++)
		if (mentions(&tables[i], renames) || defines(&tables[i], overrides))
			ret = add_copy(copies, &objects->item[i],
				       text_format("%s/renamed%s", directory,
						   objects->item[i] + strlen(output)));
	if (!ret && command_all(copies->commands, copies->count, copies->build->jobs, &failed))
		ret = cli_fail("llvm-objcopy could not make %s", copies->commands[failed].argv[3]);
	return ret;
}

int rename_objects(const struct build *build, const char *output, const char *directory,
		   const struct strings *overrides, const struct strings *engine,
		   struct strings *objects)
{
	char *list = text_format("%s/renames", directory);
	char *override_list = text_format("%s/overrides", directory);
	struct symbols *tables = calloc(objects->count + 1, sizeof(*tables));
	struct copies copies = { .build = build, .list = list, .overrides = override_list };
	struct strings renames = { 0 };
	int ret = 0;

	copies.commands = calloc(objects->count + 1, sizeof(*copies.commands));
	if (!tables || !copies.commands)
		abort();
	for (int i = 0; i < objects->count && !ret; i++)
		ret = symbols_object(objects->item[i], &tables[i].defined, &tables[i].undefined);
	if (!ret)
		ret = find_renames(build, tables, objects->count, engine, &renames);
	if (!ret)
		ret = write_list(list, &renames);
	if (!ret)
		ret = write_overrides(override_list, overrides);
	if (!ret)
		ret = copy_objects(&copies, output, directory, tables, &renames, overrides,
				   objects);
	for (int i = 0; i < objects->count; i++) {
		strings_clear(&tables[i].defined);
		strings_clear(&tables[i].undefined);
		command_free(&copies.commands[i]);
	}
	strings_clear(&renames);
	free(copies.commands);
	free(tables);
	free(override_list);
	free(list);
	return ret;
}
