// SPDX-License-Identifier: GPL-2.0-only
/* A corpus of an older layout is copied, and the copy converted: what was there stays. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "corpus.h"
#include "corpus_layout.h"
#include "files.h"
#include "process.h"
#include "progress.h"
#include "project.h"
#include "text.h"

struct converting {
	const char *program, *to;
	int failed;
};

static int convert_one(const char *path, const char *name, void *context)
{
	struct converting *converting = context;
	char digest[CORPUS_NAME], *data, *out;
	struct command command = { .input = path };
	size_t size;
	int status;

	(void)name;
	command_add(&command, "%s", converting->program);
	status = command_capture(&command, &data, &size);
	command_free(&command);
	corpus_name(data, size, digest);
	out = text_format("%s/%s", converting->to, digest);
	if (status)
		converting->failed =
			cli_fail("%s fails on %s (%d)", converting->program, path, status);
	else if (file_write(out, data, size))
		converting->failed = cli_fail("cannot write to %s: %s", out, strerror(errno));
	free(out);
	free(data);
	return converting->failed;
}

/* The one that goes on from @from, malloc-ed, or NULL; @to gets where it leads. */
static char *find_converter(const char *harness, const char *from, char to[CORPUS_LAYOUT])
{
	char *dir = project_path("corpus/%s", harness), *prefix = text_format("convert-%s-", from);
	char *found = NULL;
	long number = strtol(from, NULL, 10),
	     schedule = strchr(from, '.') ? strtol(strchr(from, '.') + 1, NULL, 10) : 0;

	for (int more = 1; more <= 2 && !found; more++) {
		if (more == 1 && !schedule)
			snprintf(to, CORPUS_LAYOUT, "%ld", number + 1);
		else if (more == 1)
			snprintf(to, CORPUS_LAYOUT, "%ld.%ld", number + 1, schedule);
		else
			snprintf(to, CORPUS_LAYOUT, "%ld.%ld", number, schedule + 1);
		found = text_format("%s/%s%s", dir, prefix, to);
		if (!file_exists(found)) {
			free(found);
			found = NULL;
		}
	}
	free(prefix);
	free(dir);
	return found;
}

/* One step; the inputs in @dir are replaced at one stroke. */
static int step(const char *program, const char *dir)
{
	char *to = text_format("%s.to", dir), *old = text_format("%s.old", dir);
	struct converting converting = { program, to, 0 };

	if (file_remove_tree(to) || file_remove_tree(old) || file_make_directories(to))
		converting.failed = cli_fail("cannot write to %s: %s", to, strerror(errno));
	if (!converting.failed)
		file_each(dir, convert_one, &converting);
	if (!converting.failed && (rename(dir, old) || rename(to, dir)))
		converting.failed = cli_fail("cannot replace %s: %s", dir, strerror(errno));
	file_remove_tree(to);
	if (!converting.failed)
		file_remove_tree(old);
	free(old);
	free(to);
	return converting.failed;
}

int corpus_layout_convert(const char *harness, const char *dir, const char *from)
{
	char now[CORPUS_LAYOUT], at[CORPUS_LAYOUT], to[CORPUS_LAYOUT];
	int ret = corpus_layout_of(harness, now);

	snprintf(at, sizeof(at), "%s", from);
	while (!ret && strcmp(at, now) != 0) {
		char *program = find_converter(harness, at, to);

		if (!program)
			return -1;
		ret = step(program, dir);
		free(program);
		snprintf(at, sizeof(at), "%s", to);
	}
	return ret;
}

/* ---- The corpus of this machine ---- */

struct search {
	const char *harness, *dir;
	int ret;                  /* as corpus_layout_convert() */
	char seen[CORPUS_LAYOUT]; /* a layout that there are inputs of */
};

static int adopt(struct search *search, const char *path, const char *layout)
{
	char *scratch = corpus_path(".new-%d-%s", getpid(), search->harness);

	snprintf(search->seen, sizeof(search->seen), "%s", layout);
	if (file_remove_tree(scratch) || file_copy_all(path, scratch) < 0)
		search->ret = cli_error("cannot write to %s: %s", scratch, strerror(errno));
	else
		search->ret = corpus_layout_convert(search->harness, scratch, layout);
	if (!search->ret && rename(scratch, search->dir) && errno != EEXIST && errno != ENOTEMPTY)
		search->ret = cli_error("cannot write to %s: %s", search->dir, strerror(errno));
	if (!search->ret)
		progress_event("convert the corpus of %s from layout %s", search->harness, layout);
	file_remove_tree(scratch);
	free(scratch);
	return search->ret != -1;
}

static int look_at(const char *path, const char *name, void *context)
{
	struct search *search = context;
	size_t length = strlen(search->harness);
	char layout[CORPUS_LAYOUT], *source;
	const char *behind = name + length;

	if (!text_starts(name, search->harness) || !file_count(path))
		return 0;
	if (text_starts(behind, ".layout-") && corpus_layout_is_valid(behind + strlen(".layout-")))
		return adopt(search, path, behind + strlen(".layout-"));
	if (*behind || corpus_layout_of(search->harness, layout))
		return 0;
	source = strchr(layout, '.') ? "1.1" : "1";
	return adopt(search, path, source);
}

int corpus_layout_check(const char *harness)
{
	struct search search = { harness, corpus_dir(harness), -1, "" };
	char *base = corpus_path("%s", ""), layout[CORPUS_LAYOUT];

	if (!search.dir)
		return CLI_USAGE;
	if (file_is_directory(search.dir))
		search.ret = 0;
	else
		file_each_directory(base, look_at, &search);
	if (search.ret < 0 && *search.seen && !corpus_layout_of(harness, layout))
		fprintf(stderr,
			"vitro: the corpus of %s is of layout %s, %s reads layout %s: it is not used\n",
			harness, search.seen, harness, layout);
	free(base);
	free((char *)search.dir);
	return search.ret < 0 ? 0 : search.ret;
}
