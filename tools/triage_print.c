// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "json.h"
#include "triage.h"

/* The inputs of one bug. */
struct row {
	const struct triage_item *first;
	int rank, inputs, runs, hits;
	json_t *paths;
};

static int worst_first(const void *a, const void *b)
{
	const struct row *one = a, *other = b;

	if (one->rank != other->rank)
		return one->rank < other->rank ? -1 : 1;
	return strcmp(one->first->crash.title, other->first->crash.title);
}

/* Of the same id; what is not filed has none, and is one when identity says so. */
static bool is_same_bug(const struct triage_item *a, const struct triage_item *b)
{
	if (*a->id || *b->id)
		return !strcmp(a->id, b->id);
	return crash_same(&a->crash, &b->crash);
}

static struct row *gather(const struct triage *triage, int *count)
{
	struct row *rows = calloc((size_t)triage->count + 1, sizeof(*rows));

	if (!rows)
		abort();
	for (int i = 0; i < triage->count; i++) {
		const struct triage_item *item = &triage->items[i];
		struct row *row = rows;

		if (!item->hits)
			continue;
		while (row < rows + *count && !is_same_bug(row->first, item))
			row++;
		if (row == rows + *count) {
			*row = (struct row){ .first = item, .rank = crash_rank(&item->crash) };
			row->paths = json_array();
			++*count;
		}
		row->inputs++;
		row->runs += item->runs;
		row->hits += item->hits;
		json_array_append_new(row->paths, json_string(item->input.path));
	}
	qsort(rows, (size_t)*count, sizeof(*rows), worst_first);
	return rows;
}

static bool is_flaky(const struct triage_item *item)
{
	return (item->hits && item->hits != item->runs) || item->differs;
}

static void print_rows(const struct row *rows, int count)
{
	if (count)
		printf("%-8s  %9s  %6s  %s\n", "bug", "crashed", "inputs", "title");
	for (int i = 0; i < count; i++) {
		const struct row *row = &rows[i];
		char *crashed = text_format("%d/%d", row->hits, row->runs);

		printf("%-8s  %9s  %6d  %s%s\n", *row->first->id ? row->first->id : "-", crashed,
		       row->inputs, row->first->crash.title, row->first->is_new ? " (new)" : "");
		free(crashed);
	}
}

static void print_others(const struct triage *triage)
{
	for (int i = 0; i < triage->count; i++) {
		const struct triage_item *item = &triage->items[i];

		if (item->runs && !item->hits)
			printf("does not crash: %s\n", item->input.path);
		if (is_flaky(item))
			printf("flaky: bug in the shim: %s crashes in %d of %d runs%s\n",
			       item->input.path, item->hits, item->runs,
			       item->differs ? ", not always alike" : "");
	}
}

static json_t *list_of(const struct triage *triage, bool (*which)(const struct triage_item *))
{
	json_t *list = json_array();

	for (int i = 0; i < triage->count; i++)
		if (which(&triage->items[i]))
			json_array_append_new(list, json_string(triage->items[i].input.path));
	return list;
}

static bool did_not_crash(const struct triage_item *item)
{
	return item->runs && !item->hits;
}

static void print_json(const struct triage *triage, const struct row *rows, int count)
{
	json_t *bugs = json_array();

	for (int i = 0; i < count; i++) {
		const struct row *row = &rows[i];
		const struct crash *crash = &row->first->crash;

		json_array_append_new(bugs,
				      json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:b, s:O}",
						"bug", row->first->id, "title", crash->title,
						"class", crash_class_name(crash->class), "harness",
						row->first->input.harness, "rank", row->rank,
						"runs", row->runs, "crashed", row->hits, "new",
						row->first->is_new, "inputs", row->paths));
	}
	json_print(json_pack("{s:o, s:o, s:o}", "bugs", bugs, "does_not_crash",
			     list_of(triage, did_not_crash), "flaky", list_of(triage, is_flaky)));
}

int triage_print(const struct triage *triage)
{
	int count = 0;
	struct row *rows = gather(triage, &count);

	if (triage->json) {
		print_json(triage, rows, count);
	} else {
		print_rows(rows, count);
		print_others(triage);
	}
	for (int i = 0; i < count; i++)
		json_decref(rows[i].paths);
	free(rows);
	return count ? CLI_FOUND : CLI_OK;
}
