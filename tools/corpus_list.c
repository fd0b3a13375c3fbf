// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli.h"
#include "corpus.h"
#include "corpus_command.h"
#include "corpus_layout.h"
#include "files.h"
#include "json.h"
#include "target.h"
#include "text.h"

struct totals {
	int inputs;
	size_t bytes, largest;
	time_t changed;
};

static int add_one(const char *path, const char *name, void *context)
{
	struct totals *totals = context;
	struct stat st;

	(void)name;
	if (stat(path, &st))
		return 0;
	totals->inputs++;
	totals->bytes += (size_t)st.st_size;
	if ((size_t)st.st_size > totals->largest)
		totals->largest = (size_t)st.st_size;
	if (st.st_mtime > totals->changed)
		totals->changed = st.st_mtime;
	return 0;
}

static void print_row(const char *harness, const char *layout, const struct totals *totals)
{
	char when[32] = "-";
	struct tm tm;

	if (totals->changed)
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M", localtime_r(&totals->changed, &tm));
	printf("%-14s %8s %8d %12zu %10zu  %s\n", harness, layout, totals->inputs, totals->bytes,
	       totals->largest, when);
}

static int show(const char *harness, bool always, json_t *rows)
{
	char layout[CORPUS_LAYOUT], *dir;
	struct totals totals = { 0 };
	int ret = corpus_layout_of(harness, layout);

	if (ret)
		return ret;
	dir = corpus_dir(harness);
	file_each(dir, add_one, &totals);
	free(dir);
	if (!totals.inputs && !always)
		return 0;
	if (!rows)
		print_row(harness, layout, &totals);
	else
		json_array_append_new(rows,
				      json_pack("{s:s, s:s, s:i, s:I, s:I, s:I}", "harness",
						harness, "layout", layout, "inputs", totals.inputs,
						"bytes", (json_int_t)totals.bytes, "largest",
						(json_int_t)totals.largest, "changed",
						(json_int_t)totals.changed));
	return 0;
}

int corpus_stats(const struct corpus_request *request, char **args, int count)
{
	json_t *rows = request->json ? json_array() : NULL;
	struct harness *all, one;
	int ret = 0, harnesses = 0;

	for (int i = 0; i < count && !ret; i++)
		ret = harness_find(args[i], &one);
	if (ret)
		return ret;
	if (!rows)
		printf("%-14s %8s %8s %12s %10s  %s\n", "HARNESS", "LAYOUT", "INPUTS", "BYTES",
		       "LARGEST", "CHANGED");
	for (int i = 0; i < count && !ret; i++)
		ret = show(args[i], true, rows);
	if (!count)
		ret = harness_list(&all, &harnesses);
	for (int i = 0; i < harnesses && !ret; i++)
		ret = show(all[i].name, false, rows);
	return rows ? json_print(rows) : ret;
}
