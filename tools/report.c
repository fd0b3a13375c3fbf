// SPDX-License-Identifier: GPL-2.0-only
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "files.h"
#include "project.h"

static void cut(char *line, const char *prefix)
{
	size_t length = strlen(prefix);

	while ((line = strstr(line, prefix)))
		memmove(line, line + length, strlen(line + length) + 1);
}

void report_shorten(char *line, char *const *prefixes)
{
	for (; *prefixes; prefixes++)
		cut(line, *prefixes);
}

static int longest_first(const void *a, const void *b)
{
	size_t la = strlen(*(char *const *)a), lb = strlen(*(char *const *)b);

	return (la < lb) - (la > lb);
}

/* Takes over @path. A path of one letter is no prefix worth cutting. */
static void add(char **prefixes, int *count, char *path)
{
	if (strlen(path) > 1)
		prefixes[(*count)++] = text_format("%s/", path);
	free(path);
}

char **report_prefixes(const struct build *build)
{
	char *overlay = state_path("build/%s/overlay", build->tree.id);
	char *real = realpath(build->tree.path, NULL);
	char **prefixes = calloc(8, sizeof(*prefixes));
	int count = 0;

	if (!prefixes)
		abort();
	add(prefixes, &count, overlay);
	add(prefixes, &count, build_dir(build, "kbuild"));
	add(prefixes, &count, text_format("%s", build->tree.path));
	add(prefixes, &count, project_path("%s", ""));
	if (real)
		add(prefixes, &count, real);
	qsort(prefixes, (size_t)count, sizeof(*prefixes), longest_first);
	return prefixes;
}
