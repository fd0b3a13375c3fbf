// SPDX-License-Identifier: GPL-2.0-only
#include "check.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

static bool is_source(const char *path)
{
	static const char *const endings[] = {
		".S",      ".ld",           ".cmake",     "Kbuild",
		"Kconfig", "Kconfig.debug", "Makefile",   "CMakeLists.txt",
		"/target", ".clang-format", ".clang-tidy"
	};

	if (check_is_c(path) || check_is_script(path))
		return true;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (text_ends(path, endings[i]))
			return true;
	return false;
}

/* In the first two lines: a script's first is its interpreter. */
static bool has_licence(const char *text)
{
	size_t first = strcspn(text, "\n");
	size_t both = first + (text[first] ? 1 + strcspn(text + first + 1, "\n") : 0);
	/* In two pieces, so that this line is not taken for one. */
	static const char line[] = "SPDX-License-"
				   "Identifier: GPL-2.0-only";

	return memmem(text, both, line, strlen(line)) != NULL;
}

enum check_result check_licence(struct check *check)
{
	enum check_result result = CHECK_PASS;
	int count = 0;

	for (int i = 0; i < check->files.count; i++) {
		const char *path = check->files.item[i];
		char *text = is_source(path) ? file_read(path, NULL) : NULL;

		if (text && !has_licence(text)) {
			printf("%s: no SPDX line\n", path);
			result = CHECK_FAIL;
		}
		count += text != NULL;
		free(text);
	}
	snprintf(check->note, sizeof(check->note), "%d files", count);
	return result;
}

static void blank_comments(char *text)
{
	char *end;

	while ((text = strstr(text, "/*")) && (end = strstr(text + 2, "*/"))) {
		memset(text, ' ', (size_t)(end + 2 - text));
		text = end + 2;
	}
}

/* How many different names that begin with @prefix are declared as functions. */
static int count_functions(const char *text, const char *prefix)
{
	struct strings names = { 0 };
	int count;

	for (const char *at = text; (at = strstr(at, prefix)); at++) {
		size_t length = strlen(prefix);
		char *name;

		if (at > text && (isalnum((unsigned char)at[-1]) || at[-1] == '_'))
			continue;
		while (isalnum((unsigned char)at[length]) || at[length] == '_')
			length++;
		if (at[length] != '(')
			continue;
		name = strndup(at, length);
		strings_add_new(&names, name);
		free(name);
	}
	count = names.count;
	strings_clear(&names);
	return count;
}

enum check_result check_boundary(struct check *check)
{
	enum { DOWN = 24, UP = 8 };
	char *text = file_read("shim/include/vitro/host.h", NULL);
	int down, up;

	if (!text) {
		snprintf(check->note, sizeof(check->note), "there is no host.h");
		return CHECK_FAIL;
	}
	blank_comments(text);
	down = count_functions(text, "host_");
	up = count_functions(text, "vitro_");
	free(text);
	snprintf(check->note, sizeof(check->note), "%d of %d down, %d of %d up", down, DOWN, up,
		 UP);
	return down > DOWN || up > UP || !down || !up ? CHECK_FAIL : CHECK_PASS;
}

/* In pieces: this file is read, too. */
static const char *const words[] = { "debian"
				     ".org",
				     "ubuntu"
				     ".com",
				     "npmjs"
				     ".",
				     "pypi"
				     ".org",
				     "crates"
				     ".io",
				     "rubygems"
				     ".org",
				     "proxy.golang"
				     ".org" };
static const char *const paths[] = { "/"
				     "work",
				     "/"
				     "root" };

/* @path as a whole absolute path or the beginning of one. */
static bool names_path(const char *line, const char *path)
{
	for (const char *at = line; (at = strstr(at, path)); at++) {
		char before = at > line ? at[-1] : ' ', after = at[strlen(path)];

		if (!isalnum((unsigned char)before) && !strchr("._-/})*", before) &&
		    !isalnum((unsigned char)after) && !(after && strchr("_-.", after)))
			return true;
	}
	return false;
}

static const char *unwanted(const char *line)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasestr(line, words[i]))
			return words[i];
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (names_path(line, paths[i]))
			return paths[i];
	return NULL;
}

static int judge_words(const char *path)
{
	char *text = file_read(path, NULL), *rest = text, *line;
	int number = 0, wrong = 0;

	while ((line = strsep(&rest, "\n"))) {
		const char *word = unwanted(line);

		number++;
		if (word && ++wrong)
			printf("%s:%d: names %s\n", path, number, word);
	}
	free(text);
	return wrong;
}

enum check_result check_wording(struct check *check)
{
	int wrong = 0, count = 0;

	for (int i = 0; i < check->files.count; i++) {
		const char *path = check->files.item[i];

		/* Seeds are other programs' bytes. */
		if (text_starts(path, "corpus/") && strstr(path, "/seeds/"))
			continue;
		wrong += judge_words(path);
		count++;
	}
	snprintf(check->note, sizeof(check->note), "%d files", count);
	return wrong ? CHECK_FAIL : CHECK_PASS;
}
