// SPDX-License-Identifier: GPL-2.0-only
#include "link_engine.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"

#define LIBFUZZER "-fsanitize=fuzzer"

/*
 * Of AFL++ the run time alone: afl-cc brings a compiler of its own, and the objects have counters already (shim/host/afl_map.c).
 * To TSan the child of a fork() that it knows of is one where races are not looked for.
 */
#define AFL "/usr/lib/afl/afl-compiler-rt.o -Wl,--wrap=fork"

const struct link_engine link_engine_default = {
	.name = "libfuzzer",
	.suffix = "",
	.arguments = LIBFUZZER,
};

static const struct link_engine engines[] = {
	{ .name = "afl++", .suffix = ".afl++", .sources = "afl.c nobody.c", .arguments = AFL },
	{
		.name = "standalone",
		.suffix = ".standalone",
		.sources = "standalone.c nobody.c",
		.arguments = "",
	},
	{ 0 },
};

const struct link_engine *link_engine_find(const char *name)
{
	if (strcmp(name, link_engine_default.name) == 0)
		return &link_engine_default;
	for (const struct link_engine *engine = engines; engine->name; engine++)
		if (strcmp(name, engine->name) == 0)
			return engine;
	cli_error("no engine '%s'; there are: libfuzzer, afl++, standalone", name);
	return NULL;
}

void link_engine_files(const struct link_engine *engine, struct strings *files)
{
	struct strings words = { 0 };

	strings_split(&words, engine->arguments, " ");
	for (int i = 0; i < words.count; i++)
		if (words.item[i][0] == '/')
			strings_add(files, words.item[i]);
	strings_clear(&words);
}

/* Programs are linked in a directory of their own: a name has to be one from anywhere. */
static char *absolute(const char *word)
{
	char *path = *word == '-' ? NULL : realpath(word, NULL);

	return path ? path : text_format("%s", word);
}

const struct link_engine *link_engine_environment(void)
{
	static struct link_engine other = {
		.name = "LIB_FUZZING_ENGINE",
		.suffix = ".engine",
		.sources = "nobody.c",
		.cxx = true,
	};
	const char *value = getenv("LIB_FUZZING_ENGINE");
	struct strings words = { 0 }, found = { 0 };

	if (!value || !*value || strcmp(value, LIBFUZZER) == 0)
		return &link_engine_default;
	strings_split(&words, value, " ");
	for (int i = 0; i < words.count; i++) {
		char *word = absolute(words.item[i]);

		if (*word != '-' && !file_exists(word)) {
			cli_error("LIB_FUZZING_ENGINE: there is no %s", word);
			return NULL;
		}
		strings_add(&found, word);
		free(word);
	}
	other.arguments = strings_list(&found, " ");
	strings_clear(&words);
	strings_clear(&found);
	return &other;
}
