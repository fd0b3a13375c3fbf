// SPDX-License-Identifier: GPL-2.0-only
#include "coverage.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "process.h"
#include "sanitizer.h"

/* "a/b.o" -> "a/b.c" */
static char *source_of(const char *object)
{
	return text_format("%.*s.c", (int)strlen(object) - 2, object);
}

static int link_file(const char *from, const char *to)
{
	char *parent = text_format("%s", to);
	int ret;

	*strrchr(parent, '/') = '\0';
	ret = file_make_directories(parent);
	free(parent);
	return ret ? ret : symlink(from, to);
}

int coverage_link(const struct coverage_source *source, const struct strings *objects,
		  const char *const dirs[2])
{
	int ret = file_remove_tree(source->view);

	for (int i = 0; i < objects->count && !ret; i++) {
		char *name = source_of(objects->item[i]);
		char *to = text_format("%s/%s", source->view, name);

		for (int j = 0; j < 2 && !ret && !file_exists(to); j++) {
			char *from = text_format("%s/%s", dirs[j], name);

			if (file_exists(from))
				ret = link_file(from, to);
			free(from);
		}
		free(name);
		free(to);
	}
	return ret ? cli_error("cannot write to %s", source->view) : 0;
}

static void add_tool(struct command *command, const char *name, int llvm)
{
	char *path = llvm_tool(name, llvm);

	command_add(command, "%s", path);
	free(path);
}

int coverage_merge(const struct coverage_source *source, const char *dir)
{
	struct command command = { 0 };
	int code;

	add_tool(&command, "llvm-profdata", source->llvm);
	/* A program that was stopped may have left half a profile. */
	command_words(&command, "merge -sparse -failure-mode=all -o");
	command_add(&command, "%s", source->profile);
	command_add(&command, "%s", dir);
	code = command_run(&command);
	command_free(&command);
	return code ? cli_fail("llvm-profdata cannot merge the profiles in %s", dir) : 0;
}

static void cov_command(struct command *command, const struct coverage_source *source,
			const char *words)
{
	add_tool(command, "llvm-cov", source->llvm);
	command_words(command, words);
	command_add(command, "-instr-profile=%s", source->profile);
	command_add(command, "-compilation-dir=%s", source->view);
	for (int i = 0; i < source->binaries.count; i++)
		command_add(command, i ? "-object=%s" : "%s", source->binaries.item[i]);
}

static void add_paths(struct command *command, const struct coverage_file *files, int count)
{
	for (int i = 0; i < count; i++)
		if (files[i].path)
			command_add(command, "%s", files[i].path);
}

static struct coverage_count count_of(const json_t *summary, const char *key)
{
	const json_t *object = json_object_get(summary, key);

	return (struct coverage_count){
		.total = (int)json_integer_value(json_object_get(object, "count")),
		.covered = (int)json_integer_value(json_object_get(object, "covered")),
	};
}

static bool is_path_of(const char *path, const char *name)
{
	size_t length = strlen(path), tail = strlen(name);

	return text_ends(path, name) && (length == tail || path[length - tail - 1] == '/');
}

static void take_summary(struct coverage_file *file, const json_t *list)
{
	const json_t *entry, *summary;
	size_t i;

	json_array_foreach(list, i, entry) {
		const char *path = json_string_value(json_object_get(entry, "filename"));

		if (!path || !is_path_of(path, file->name))
			continue;
		summary = json_object_get(entry, "summary");
		file->path = text_format("%s", path);
		file->lines = count_of(summary, "lines");
		file->functions = count_of(summary, "functions");
		file->branches = count_of(summary, "branches");
		return;
	}
}

static json_t *export_summary(const struct coverage_source *source)
{
	struct command command = { 0 };
	char *output = NULL;
	json_t *all = NULL;

	cov_command(&command, source, "export -summary-only");
	if (command_capture(&command, &output, NULL) == 0)
		all = json_loads(output, 0, NULL);
	command_free(&command);
	free(output);
	return all;
}

/* "file.c:name  9  9  0.00% ..." of a report: name, regions, regions missed. */
static void take_function(struct coverage_file *file, const char *line)
{
	char name[256];
	int regions, missed;
	const char *colon;

	if (sscanf(line, "%255s %d %d", name, &regions, &missed) != 3 || regions != missed)
		return;
	if (!strcmp(name, "TOTAL"))
		return;
	colon = strrchr(name, ':');
	strings_add_new(&file->unreached, colon ? colon + 1 : name);
}

/* "File 'PATH':" begins what is said of a file. Return: that one of @files, NULL when @line does not. */
static struct coverage_file *file_begins(const char *line, struct coverage_file *files, int count)
{
	static const char begin[] = "File '";
	size_t length;

	if (!text_starts(line, begin))
		return NULL;
	line += strlen(begin);
	length = strcspn(line, "'\n");
	for (int i = 0; i < count; i++)
		if (files[i].path && strlen(files[i].path) == length &&
		    !strncmp(line, files[i].path, length))
			return &files[i];
	return NULL;
}

/* Of all files at once: what takes time is to read the programs. */
static int read_unreached(const struct coverage_source *source, struct coverage_file *files,
			  int count)
{
	struct coverage_file *file = NULL, *next;
	struct command command = { 0 };
	char *output = NULL;
	int code;

	cov_command(&command, source, "report --show-functions");
	add_paths(&command, files, count);
	code = command_capture(&command, &output, NULL);
	command_free(&command);
	for (char *line = output; !code && *line;
	     line += strcspn(line, "\n"), line += *line == '\n') {
		if ((next = file_begins(line, files, count)))
			file = next;
		else if (file)
			take_function(file, line);
	}
	free(output);
	return code;
}

static bool any_is_linked(const struct coverage_file *files, int count)
{
	for (int i = 0; i < count; i++)
		if (files[i].path)
			return true;
	return false;
}

int coverage_read(const struct coverage_source *source, const struct strings *objects,
		  struct coverage_file **files)
{
	json_t *all = export_summary(source);
	const json_t *list =
		json_object_get(json_array_get(json_object_get(all, "data"), 0), "files");

	*files = calloc((size_t)objects->count + 1, sizeof(**files));
	if (!*files)
		abort();
	if (!all)
		return cli_fail("llvm-cov cannot read %s", source->binaries.item[0]);
	for (int i = 0; i < objects->count; i++) {
		struct coverage_file *file = &(*files)[i];

		file->name = source_of(objects->item[i]);
		take_summary(file, list);
	}
	json_decref(all);
	if (any_is_linked(*files, objects->count) && read_unreached(source, *files, objects->count))
		return cli_fail("llvm-cov cannot report on %s", source->binaries.item[0]);
	return 0;
}

int coverage_pages(const struct coverage_source *source, const struct coverage_file *files,
		   int count, const char *dir)
{
	struct command command = { 0 };
	int code;

	cov_command(&command, source, "show -format=html -show-branches=count");
	command_add(&command, "-output-dir=%s", dir);
	add_paths(&command, files, count);
	code = command_run(&command);
	command_free(&command);
	return code ? cli_fail("llvm-cov cannot write pages to %s", dir) : 0;
}
