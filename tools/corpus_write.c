// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "corpus.h"
#include "corpus_layout.h"
#include "files.h"
#include "text.h"

static const char prefix[] = ".new-";

void corpus_clear_stale(const char *base, const char *end)
{
	DIR *dir = opendir(base);

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		char *path = text_format("%s/%s", base, entry->d_name);
		int pid = 0;

		if (text_starts(entry->d_name, prefix) && text_ends(entry->d_name, end))
			pid = atoi(entry->d_name + strlen(prefix));
		if (pid > 0 && kill(pid, 0) && errno == ESRCH)
			file_remove_tree(path);
		free(path);
	}
	if (dir)
		closedir(dir);
}

static int fail(const char *path)
{
	return cli_fail("cannot write to %s: %s", path, strerror(errno));
}

int corpus_write_begin(struct corpus_writer *writer, const char *harness)
{
	char *base = corpus_path("%s", "");

	*writer = (struct corpus_writer){ corpus_dir(harness),
					  corpus_path("%s%d-%s", prefix, getpid(), harness), 0 };
	corpus_clear_stale(base, "");
	free(base);
	if (!writer->dir)
		return CLI_USAGE;
	if (file_make_directories(writer->dir))
		return fail(writer->dir);
	if (file_make_directories(writer->scratch))
		return fail(writer->scratch);
	return 0;
}

int corpus_write_file(struct corpus_writer *writer, const char *path, const char *name)
{
	char *place = text_format("%s/%s", writer->dir, name);
	int ret = 0;

	if (file_same(path, place))
		unlink(path);
	else if (rename(path, place))
		ret = fail(place);
	else
		writer->added++;
	free(place);
	return ret;
}

int corpus_write(struct corpus_writer *writer, const void *data, size_t size)
{
	char name[CORPUS_NAME], *path;
	int ret;

	corpus_name(data, size, name);
	path = text_format("%s/%s", writer->scratch, name);
	if (file_write(path, data, size))
		ret = fail(path);
	else
		ret = corpus_write_file(writer, path, name);
	free(path);
	return ret;
}

void corpus_write_end(struct corpus_writer *writer)
{
	if (writer->scratch)
		file_remove_tree(writer->scratch);
	free(writer->scratch);
	free(writer->dir);
	*writer = (struct corpus_writer){ 0 };
}
