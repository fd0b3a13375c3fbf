// SPDX-License-Identifier: GPL-2.0-only
#include "stamp.h"

#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "text.h"

bool stamp_same(const char *path, const char *text)
{
	size_t size;
	char *held = file_read(path, &size);
	bool same = held && size == strlen(text) && memcmp(held, text, size) == 0;

	free(held);
	return same;
}

int stamp_write(const char *path, const char *text)
{
	char *temporary = text_format("%s.%d", path, getpid());
	char *directory = text_format("%.*s", (int)(strrchr(path, '/') - path), path);
	int ret = 0;

	if (file_make_directories(directory) || file_write(temporary, text, strlen(text)) ||
	    rename(temporary, path)) {
		ret = cli_error("%s: %s", path, strerror(errno));
		unlink(temporary);
	}
	free(directory);
	free(temporary);
	return ret;
}

int stamp_update(const char *path, const char *text)
{
	return stamp_same(path, text) ? 0 : stamp_write(path, text);
}

struct timespec stamp_time(const char *path)
{
	struct stat st;

	return stat(path, &st) ? (struct timespec){ 0 } : st.st_mtim;
}

bool stamp_newer(struct timespec a, struct timespec b)
{
	return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

struct seen {
	char *path;
	struct timespec time;
};

static int compare_seen(const void *a, const void *b)
{
	return strcmp(((const struct seen *)a)->path, ((const struct seen *)b)->path);
}

/* stamp_time(), asking once per path: the same headers come up in every object's list. */
static struct timespec cached_time(const char *directory, const char *name)
{
	static void *all;
	struct seen *seen = malloc(sizeof(*seen)), **found;

	if (!seen)
		abort();
	seen->path =
		name[0] == '/' ? text_format("%s", name) : text_format("%s/%s", directory, name);
	found = tsearch(seen, &all, compare_seen);
	if (!found)
		abort();
	if (*found == seen) {
		seen->time = stamp_time(seen->path);
		return seen->time;
	}
	free(seen->path);
	free(seen);
	return (*found)->time;
}

/* Kbuild makes x.asn1.c from ../x.asn1 by a rule that no .cmd file tells of. */
static bool generator_newer(const char *directory, const char *name, struct timespec than)
{
	char *source;
	bool newer;

	if (!text_ends(name, ".asn1.c") && !text_ends(name, ".asn1.h"))
		return false;
	source = text_format("../%.*s", (int)strlen(name) - 2, name);
	newer = stamp_newer(cached_time(directory, source), than);
	free(source);
	return newer;
}

struct comparison {
	const char *directory;
	struct timespec than;
	bool newer;
};

static bool word_newer(const char *word, bool optional, void *context)
{
	struct comparison *comparison = context;
	struct timespec time = cached_time(comparison->directory, word);

	if (!time.tv_sec && !time.tv_nsec)
		comparison->newer = !optional;
	else
		comparison->newer = stamp_newer(time, comparison->than) ||
				    generator_newer(comparison->directory, word, comparison->than);
	return !comparison->newer;
}

/* The part of @text that lists files: "source_X := X.c", "deps_X := ..." up to an empty line, or "X.o: ...". */
static char *dependency_list(char *text)
{
	char *list = strstr(text, "\nsource_"), *end;

	list = list ? strchr(list, '=') : text;
	end = list ? strstr(list, "\ndeps_") : NULL;
	end = end ? strstr(end, "\n\n") : NULL;
	if (end)
		*end = '\0';
	return list ? list : text + strlen(text);
}

bool stamp_each(const char *file, bool (*fn)(const char *word, bool optional, void *context),
		void *context)
{
	char *text = file_read(file, NULL), *save = NULL;
	bool more = true;

	if (!text)
		return false;
	for (char *word = strtok_r(dependency_list(text), " \t\n", &save); word && more;
	     word = strtok_r(NULL, " \t\n", &save)) {
		size_t length = strlen(word);
		bool optional = word[length - 1] == ')';

		if (word[length - 1] == ':' || strchr("\\$=:", word[0]) ||
		    text_starts(word, "deps_"))
			continue;
		if (optional)
			word[length - 1] = '\0';
		more = fn(word, optional, context);
	}
	free(text);
	return true;
}

bool stamp_depends(const char *file, const char *directory, struct timespec than)
{
	struct comparison comparison = { directory, than, false };

	return !stamp_each(file, word_newer, &comparison) || comparison.newer;
}
