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

static bool word_newer(const char *directory, char *word, struct timespec than)
{
	size_t length = strlen(word);
	bool optional = length && word[length - 1] == ')';
	struct timespec time;

	if (!length || word[length - 1] == ':' || strchr("\\$=:", word[0]) ||
	    text_starts(word, "deps_"))
		return false;
	if (optional)
		word[length - 1] = '\0';
	time = cached_time(directory, word);
	if (!time.tv_sec && !time.tv_nsec)
		return !optional;
	return stamp_newer(time, than) || generator_newer(directory, word, than);
}

bool stamp_depends(const char *file, const char *directory, struct timespec than)
{
	char *text = file_read(file, NULL), *list, *end, *save = NULL;
	bool newer = false;

	if (!text)
		return true;
	/* Kbuild: "source_X := X.c", "deps_X := ..." up to an empty line; compilers: "X.o: ...". */
	list = strstr(text, "\nsource_");
	list = list ? strchr(list, '=') : text;
	end = strstr(list, "\ndeps_");
	end = end ? strstr(end, "\n\n") : NULL;
	if (end)
		*end = '\0';
	for (char *word = strtok_r(list, " \t\n", &save); word && !newer;
	     word = strtok_r(NULL, " \t\n", &save))
		newer = word_newer(directory, word, than);
	free(text);
	return newer;
}
