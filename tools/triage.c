// SPDX-License-Identifier: GPL-2.0-only
/* Inputs of one harness, flavour and tree go through one pool; each is filed as soon as its last run has ended. */
#include "triage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "findings.h"
#include "pool.h"
#include "progress.h"
#include "scratch.h"
#include "target.h"

/* A part of the items that is run together. */
struct group {
	struct triage *triage;
	struct build build;
	const char *harness;
	struct triage_item **items;
	int count;
	int failed; /* exit code */
};

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool same_group(const struct triage_item *a, const struct triage_item *b)
{
	return same_text(a->input.harness, b->input.harness) &&
	       same_text(a->input.flavour, b->input.flavour) &&
	       same_text(a->input.tree, b->input.tree);
}

/* ---- Filing ---- */

static char *keep_as_finding(const struct group *group, const struct triage_item *item)
{
	struct finding_report report = {
		.harness = group->harness,
		.flavour = group->build.flavour->name,
		.tree = group->build.tree.name,
		.version = group->build.tree.version,
		.command = "vitro triage",
		.log = item->report,
		.scratch = group->triage->scratch,
	};

	return findings_keep_data(&report, item->data, item->size);
}

static int file_crash(const struct group *group, struct triage_item *item, const char *report,
		      const struct crash *crash)
{
	struct bug_crash filed = {
		.directory = item->finding,
		.harness = group->harness,
		.flavour = group->build.flavour->name,
		.tree = group->build.tree.name,
		.version = group->build.tree.version,
		.input_size = (int64_t)item->size,
		.runs = item->runs,
		.hits = item->hits,
		.report = report,
	};

	return bugs_add(group->triage->bugs, &filed, crash, item->id, &item->is_new);
}

/* A finding that does not crash any more stays what it was, but for how often it was tried. */
static int file_without_crash(const struct group *group, struct triage_item *item)
{
	char *path = text_format("%s/log", item->finding), *log = file_read(path, NULL);
	struct crash crash;
	int ret = 0;

	if (log) {
		crash_parse(log, &crash);
		ret = file_crash(group, item, NULL, &crash);
		crash_free(&crash);
	}
	free(log);
	free(path);
	return ret;
}

static int file_item(const struct group *group, struct triage_item *item)
{
	if (item->foreign)
		return bugs_lookup(group->triage->bugs, group->harness, &item->crash, item->id);
	if (!item->hits)
		return item->finding ? file_without_crash(group, item) : 0;
	if (!item->finding)
		item->finding = keep_as_finding(group, item);
	if (!item->finding)
		return CLI_FOUND;
	return file_crash(group, item, item->report, &item->crash);
}

/* ---- Running ---- */

static struct triage_item *item_of(const struct group *group, int index)
{
	return group->items[index / group->triage->runs];
}

static bool next(void *context, int index, const void **input, size_t *size)
{
	struct group *group = context;
	struct triage_item *item;

	if (group->failed || index >= group->count * group->triage->runs)
		return false;
	item = item_of(group, index);
	if (!item->data)
		item->data = file_read(item->input.path, &item->size);
	if (!item->data) {
		group->failed = cli_fail("cannot read %s: %s", item->input.path, strerror(errno));
		return false;
	}
	*input = item->data;
	*size = item->size;
	return true;
}

static void ended(void *context, int index, struct trial *trial)
{
	struct group *group = context;
	struct triage_item *item = item_of(group, index);
	int ret = 0;

	item->runs++;
	if (trial->crashed && item->hits++) {
		item->differs |= !crash_same(&item->crash, &trial->crash);
	} else if (trial->crashed) {
		item->report = trial->report;
		item->crash = trial->crash;
		*trial = (struct trial){ 0 };
	}
	if (item->runs < group->triage->runs)
		return;
	ret = file_item(group, item);
	group->failed = group->failed ? group->failed : ret;
	free(item->data);
	free(item->report);
	item->data = item->report = NULL;
}

static int run_pool(struct group *group)
{
	struct runner_options options = { TRIAGE_TIMEOUT_MS, TRIAGE_RSS_MB };
	struct pool_work work = { .next = next, .ended = ended, .context = group };
	int wanted = group->count * group->triage->runs, ret;
	struct pool *pool;

	ret = pool_start(&pool, &group->build, group->harness, &options,
			 wanted < group->triage->jobs ? wanted : group->triage->jobs);
	if (ret)
		return ret;
	progress_event("run %d inputs of %s %s, %d times each", group->count, group->harness,
		       group->build.flavour->name, group->triage->runs);
	ret = pool_run(pool, &work);
	pool_stop(pool);
	return ret ? ret : group->failed;
}

static int run_group(struct group *group)
{
	const struct triage_item *first = group->items[0];
	char *names[] = { first->input.harness, NULL };
	struct harness harness;
	int ret = harness_find(first->input.harness, &harness);

	group->harness = first->input.harness;
	if (!ret)
		ret = build_prepare(&group->build, first->input.tree, first->input.flavour,
				    group->triage->llvm);
	if (!ret)
		ret = build_harnesses(&group->build, names);
	return ret ? ret : run_pool(group);
}

/* The group of number @at, unless it was a part of an earlier one. */
static int run_from(struct triage *triage, int at)
{
	struct group group = { .triage = triage };
	int ret;

	for (int i = 0; i < at; i++)
		if (same_group(&triage->items[i], &triage->items[at]))
			return 0;
	group.items = calloc((size_t)(triage->count - at), sizeof(*group.items));
	if (!group.items)
		abort();
	for (int i = at; i < triage->count; i++)
		if (same_group(&triage->items[i], &triage->items[at]))
			group.items[group.count++] = &triage->items[i];
	ret = run_group(&group);
	free(group.items);
	return ret;
}

int triage_run(struct triage *triage)
{
	int ret = bugs_open(&triage->bugs);

	triage->scratch = scratch_path("triage");
	for (int i = 0; i < triage->count && !ret; i++)
		ret = run_from(triage, i);
	file_remove_tree(triage->scratch);
	bugs_close(triage->bugs);
	triage->bugs = NULL;
	return ret;
}

void triage_free(struct triage *triage)
{
	for (int i = 0; i < triage->count; i++) {
		struct triage_item *item = &triage->items[i];

		input_free(&item->input);
		free(item->finding);
		free(item->data);
		free(item->report);
		crash_free(&item->crash);
	}
	free(triage->items);
	free(triage->scratch);
}
