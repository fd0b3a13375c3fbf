// SPDX-License-Identifier: GPL-2.0-only
#include "doctor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "compiler.h"
#include "files.h"
#include "process.h"
#include "project.h"
#include "tree.h"

/* Room for a tree and its builds. */
#define ENOUGH_MB 3000ul

static struct need *add(struct needs *needs, const char *kind, const char *name, char *found)
{
	struct need *need;

	needs->list = memory_resize(needs->list, sizeof(*needs->list) * (needs->count + 1));
	need = &needs->list[needs->count++];
	*need = (struct need){ .kind = kind, .name = text_format("%s", name), .found = found };
	return need;
}

/* Malloc-ed, or NULL when it is not installed. */
static char *package_version(const char *name)
{
	struct command query = { .quiet = true };
	char *output, *version = NULL;
	int status;

	command_words(&query, "dpkg-query -W -f ${db:Status-Status}|${Version}");
	command_add(&query, "%s", name);
	status = command_capture(&query, &output, NULL);
	command_free(&query);
	if (status == 0 && text_starts(output, "installed|"))
		version = text_format("%s", strchr(output, '|') + 1);
	free(output);
	return version;
}

/* "a|b", and whether it only is for tests. */
static void add_package(struct needs *needs, const char *alternatives, bool for_tests)
{
	struct strings names = { 0 };
	char *version = NULL;
	struct need *need;

	strings_split(&names, alternatives, "|");
	for (int i = 0; i < names.count && !version; i++)
		version = package_version(names.item[i]);
	need = add(needs, "package", alternatives, version);
	need->optional = for_tests;
	if (!version) {
		need->mend = text_format("apt-get install -y %s", names.item[0]);
		strings_add_new(&needs->install, names.item[0]);
	}
	strings_clear(&names);
}

static void take_line(struct needs *needs, char *line, int llvm)
{
	struct strings words = { 0 };
	char *at, *name;

	line[strcspn(line, "#")] = '\0';
	strings_split(&words, line, " \t");
	if (words.count) {
		at = strstr(words.item[0], "@LLVM@");
		name = at ? text_format("%.*s%d%s", (int)(at - words.item[0]), words.item[0], llvm,
					at + strlen("@LLVM@")) :
			    text_format("%s", words.item[0]);
		add_package(needs, name, words.count > 1 && strcmp(words.item[1], "test") == 0);
		free(name);
	}
	strings_clear(&words);
}

void doctor_packages(struct needs *needs, int llvm)
{
	char *path = project_path("ci/packages.txt"), *text = file_read(path, NULL);
	struct strings lines = { 0 };

	if (text)
		strings_split(&lines, text, "\n");
	else
		add(needs, "package", path, NULL)->mend =
			text_format("git checkout ci/packages.txt");
	for (int i = 0; i < lines.count; i++)
		take_line(needs, lines.item[i], llvm);
	strings_clear(&lines);
	free(text);
	free(path);
}

/* What the tool says of itself: the word after "version" or "LLD". Malloc-ed. */
static char *tool_version(const char *path)
{
	struct command command = { .quiet = true };
	char *output, *at, *version;

	command_add(&command, "%s", path);
	command_add(&command, "--version");
	command_capture(&command, &output, NULL);
	command_free(&command);
	at = strstr(output, "version ");
	if (at)
		at += strlen("version ");
	else
		at = strstr(output, "LLD ") ? strstr(output, "LLD ") + strlen("LLD ") : output;
	version = text_format("%.*s (%s)", (int)strcspn(at, " \n"), at, path);
	free(output);
	return version;
}

void doctor_tools(struct needs *needs, int llvm)
{
	static const struct {
		const char *tool, *package;
	} tools[] = {
		{ "clang", "clang" },          { "ld.lld", "lld" },
		{ "llvm-symbolizer", "llvm" }, { "llvm-objcopy", "llvm" },
		{ "llvm-profdata", "llvm" },   { "llvm-cov", "llvm" },
	};

	for (size_t i = 0; i < sizeof(tools) / sizeof(*tools); i++) {
		char *path = compiler_tool(tools[i].tool, llvm);
		char *name = text_format("%s-%d", tools[i].tool, llvm);
		struct need *need = add(needs, "tool", name, path ? tool_version(path) : NULL);

		if (!path)
			need->mend =
				text_format("apt-get install -y %s-%d", tools[i].package, llvm);
		free(name);
		free(path);
	}
}

void doctor_trees(struct needs *needs)
{
	int count;
	struct tree *trees = tree_list(&count);

	for (int i = 0; i < count; i++) {
		const char *version = trees[i].version;
		struct need *need;

		if (!version && !file_is_directory(trees[i].path))
			version = "not extracted yet:";
		need = add(needs, "tree", trees[i].name,
			   version ? text_format("%s %s", version, trees[i].path) : NULL);
		need->optional = true;
		if (!version)
			need->mend = text_format("%s is gone: take it out of %s", trees[i].path,
						 state_path("kernels.json"));
	}
	if (!count)
		add(needs, "tree", "any", NULL)->mend =
			text_format("apt-get install -y linux-source-6.12");
	free(trees);
}

/* The nearest directory above @path that exists. Malloc-ed. */
static char *existing(const char *path)
{
	char *directory = text_format("%s", path), *slash;

	while (!file_is_directory(directory) && (slash = strrchr(directory, '/')) &&
	       slash > directory)
		*slash = '\0';
	return directory;
}

static void add_space(struct needs *needs, const char *path, const char *variable)
{
	char *directory = existing(path);
	struct statvfs fs = { 0 };
	struct need *need;
	unsigned long mb;

	statvfs(directory, &fs);
	mb = fs.f_bavail * (fs.f_frsize >> 10) >> 10;
	if (access(directory, W_OK)) {
		need = add(needs, "space", path, NULL);
		need->mend = text_format("%s: %s; %s=DIRECTORY names another place", directory,
					 strerror(errno), variable);
	} else if (mb < ENOUGH_MB) {
		need = add(needs, "space", path, NULL);
		need->mend =
			text_format("%lu MB free, %lu are wanted; %s=DIRECTORY names another place",
				    mb, ENOUGH_MB, variable);
	} else {
		add(needs, "space", path, text_format("%lu MB free", mb));
	}
	free(directory);
}

void doctor_space(struct needs *needs)
{
	char *state = state_path("%s", ""), *cache = cache_path("%s", "");

	add_space(needs, state, "VITRO_DIR");
	add_space(needs, cache, "VITRO_CACHE");
	free(cache);
	free(state);
}
