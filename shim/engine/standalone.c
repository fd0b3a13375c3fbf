// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program without an engine: each file that is named is one input; of a directory all that is in it is, in the order of names;
 * "-" is standard input. For debuggers, valgrind, and machines that have nothing.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fts.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sanitizer.h"
#include "vitro/host.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void __sanitizer_set_death_callback(void (*callback)(void));

extern unsigned char __start___sancov_cntrs[] WEAK;
extern unsigned char __stop___sancov_cntrs[] WEAK;

enum { EXIT_UNREADABLE = 1, EXIT_USAGE = 2 };

static const char *running;
static unsigned long inputs, unreadable;

/* Behind the report, so that it is the last line. */
static void on_death(void)
{
	if (running)
		fprintf(stderr, "vitro: it was %s\n", running);
}

static int refuse(const char *path, int error)
{
	fprintf(stderr, "vitro: cannot read %s: %s\n", path, strerror(error));
	unreadable++;
	return EXIT_UNREADABLE;
}

/* In memory of the exact size; coverage (VITRO_TRACE=1) is that of this input. */
static void run(const char *name, const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size);

	if (size && !copy)
		abort();
	if (size)
		memcpy(copy, data, size);
	fprintf(stderr, "vitro: running %s, %zu bytes\n", name, size);
	if (__start___sancov_cntrs)
		memset(__start___sancov_cntrs, 0,
		       (size_t)(__stop___sancov_cntrs - __start___sancov_cntrs));
	running = name;
	LLVMFuzzerTestOneInput(copy, size);
	running = NULL;
	inputs++;
	free(copy);
}

static int run_stream(const char *name, FILE *stream)
{
	size_t size = 0, room = 0, got;
	uint8_t *data = NULL;
	int ret = 0;

	do {
		if (size == room) {
			room += 1 << 16;
			data = realloc(data, room);
			if (!data)
				abort();
		}
		got = fread(data + size, 1, room - size, stream);
		size += got;
	} while (got);
	if (ferror(stream))
		ret = refuse(name, errno);
	else
		run(name, data, size);
	free(data);
	return ret;
}

static int run_file(const char *path)
{
	FILE *stream = fopen(path, "rbe");
	int ret;

	if (!stream)
		return refuse(path, errno);
	ret = run_stream(path, stream);
	fclose(stream);
	return ret;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int run_below(char *path)
{
	char *paths[] = { path, NULL };
	FTS *tree = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	int ret = 0;

	if (!tree)
		return refuse(path, errno);
	for (FTSENT *entry; (entry = fts_read(tree));) {
		if (entry->fts_info == FTS_F)
			ret |= run_file(entry->fts_path);
		else if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR ||
			 entry->fts_info == FTS_NS || entry->fts_info == FTS_SLNONE)
			ret |= refuse(entry->fts_path,
				      entry->fts_errno ? entry->fts_errno : ENOENT);
	}
	fts_close(tree);
	return ret;
}

static int run_argument(char *argument)
{
	struct stat st;

	if (strcmp(argument, "-") == 0)
		return run_stream("standard input", stdin);
	if (stat(argument, &st) == 0 && S_ISDIR(st.st_mode))
		return run_below(argument);
	return run_file(argument);
}

int main(int argc, char **argv)
{
	int ret = 0;

	if (argc < 2 || (argv[1][0] == '-' && argv[1][1])) {
		fprintf(stderr, "usage: %s FILE|DIRECTORY|- ...\n", argv[0]);
		return EXIT_USAGE;
	}
	__sanitizer_set_death_callback(on_death);
	LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++)
		ret |= run_argument(argv[i]);
	fprintf(stderr, "vitro: %lu inputs run, %lu files not readable\n", inputs, unreadable);
	return ret;
}
