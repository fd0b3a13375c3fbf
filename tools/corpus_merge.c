// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "corpus_command.h"
#include "corpus_cover.h"
#include "corpus_layout.h"
#include "corpus_run.h"
#include "files.h"
#include "json.h"
#include "text.h"

/* @own: the corpus; @others: what may come in. @items: first @own's, then @others'. */
struct merge {
	struct corpus_program program;
	struct features *features;
	struct corpus own, others;
	struct corpus_item *items;
	int count, bad, lock;
	struct cover cover;
};

static void add_items(struct merge *merge, const struct corpus *corpus)
{
	merge->items = memory_resize(
		merge->items, sizeof(*merge->items) * (size_t)(merge->count + corpus->count + 1));
	for (int i = 0; i < corpus->count; i++)
		merge->items[merge->count++] =
			(struct corpus_item){ &corpus->inputs[i], FEATURES_UNKNOWN };
}

static int open_merge(struct merge *merge, const struct corpus_request *request, char *name)
{
	int ret = corpus_program_open(&merge->program, request, name);

	merge->lock = -1;
	if (!ret)
		corpus_program_expect(&merge->program);
	if (!ret)
		ret = corpus_layout_check(name);
	if (!ret)
		merge->lock = corpus_lock(name);
	if (!ret && merge->lock < 0)
		ret = CLI_FOUND;
	if (!ret && !request->dry)
		ret = corpus_tidy(name);
	if (!ret)
		ret = features_open(&merge->features, name, merge->program.binary);
	if (!ret)
		ret = corpus_read_own(&merge->own, name, features_names(merge->features));
	return ret;
}

static int find_cover(struct merge *merge, int fixed)
{
	int ret = corpus_run(&merge->program, merge->features, merge->items, merge->count,
			     &merge->bad);

	if (!ret)
		cover_find(&merge->cover, merge->features, merge->items, merge->count, fixed);
	return ret;
}

static void close_merge(struct merge *merge)
{
	cover_free(&merge->cover);
	features_close(merge->features);
	corpus_free(&merge->own);
	corpus_free(&merge->others);
	free(merge->items);
	corpus_program_close(&merge->program);
	if (merge->lock >= 0)
		close(merge->lock);
}

/* ---- merge ---- */

static int write_chosen(struct merge *merge, const char *harness)
{
	struct corpus_writer writer = { 0 };
	int ret = 0;

	if (merge->cover.count > merge->own.count)
		ret = corpus_write_begin(&writer, harness);
	for (int i = merge->own.count; i < merge->count && !ret; i++) {
		const struct corpus_input *input = merge->items[i].input;
		char *data = merge->cover.chosen[i] ? corpus_data(input) : NULL;

		if (data)
			ret = corpus_write(&writer, data, input->size);
		free(data);
	}
	corpus_write_end(&writer);
	return ret;
}

static int print_merge(const struct merge *merge, bool json)
{
	int added = merge->cover.count - merge->own.count;

	if (json)
		return json_print(json_pack("{s:i, s:i, s:i, s:i, s:i}", "inputs",
					    merge->cover.count, "added", added, "features",
					    merge->cover.features, "new_features",
					    merge->cover.added, "findings", merge->bad));
	printf("%s: %d of %d inputs added for %d new features; %d inputs, %d features%s\n",
	       merge->program.harness, added, merge->others.count, merge->cover.added,
	       merge->cover.count, merge->cover.features,
	       merge->bad ? "; some crashed and are findings now" : "");
	return 0;
}

int corpus_merge(const struct corpus_request *request, char **args, int count)
{
	struct merge merge = { 0 };
	int ret = count < 2 ? cli_error("merge wants a harness, and files or directories") :
			      open_merge(&merge, request, args[0]);

	for (int i = 1; i < count && !ret; i++)
		ret = corpus_read(&merge.others, args[i], features_names(merge.features));
	if (!ret) {
		corpus_sort_by_name(&merge.own);
		corpus_sort(&merge.others);
		add_items(&merge, &merge.own);
		add_items(&merge, &merge.others);
		ret = find_cover(&merge, merge.own.count);
	}
	if (!ret && !request->dry)
		ret = write_chosen(&merge, args[0]);
	if (!ret)
		ret = print_merge(&merge, request->json);
	if (!ret && merge.bad)
		ret = CLI_FOUND;
	close_merge(&merge);
	return ret;
}

/* ---- minimize ---- */

/* What is a finding has been copied there; what could not be run to its end stays. */
static bool is_dropped(const struct merge *merge, int index)
{
	return !merge->cover.chosen[index] && merge->items[index].set != FEATURES_UNKNOWN;
}

static int drop_others(struct merge *merge, int *dropped)
{
	for (int i = 0; i < merge->count; i++) {
		if (!is_dropped(merge, i))
			continue;
		if (unlink(merge->items[i].input->path) && errno != ENOENT)
			return cli_fail("cannot remove %s: %s", merge->items[i].input->path,
					strerror(errno));
		++*dropped;
	}
	return 0;
}

static int print_minimized(const struct merge *merge, bool json)
{
	int dropped = 0;

	for (int i = 0; i < merge->count; i++)
		dropped += is_dropped(merge, i);
	if (json)
		return json_print(json_pack("{s:i, s:i, s:i, s:i}", "inputs",
					    merge->count - dropped, "dropped", dropped, "features",
					    merge->cover.features, "findings", merge->bad));
	printf("%s: %d of %d inputs kept, %d features%s\n", merge->program.harness,
	       merge->count - dropped, merge->count, merge->cover.features,
	       merge->bad ? "; some crashed and are findings now" : "");
	return 0;
}

int corpus_minimize(const struct corpus_request *request, char **args, int count)
{
	struct merge merge = { 0 };
	int dropped = 0, ret;

	ret = count != 1 ? cli_error("minimize wants one harness") :
			   open_merge(&merge, request, args[0]);
	if (!ret) {
		corpus_sort(&merge.own);
		add_items(&merge, &merge.own);
		ret = find_cover(&merge, 0);
	}
	if (!ret && !request->dry)
		ret = drop_others(&merge, &dropped);
	if (!ret)
		ret = print_minimized(&merge, request->json);
	if (!ret && merge.bad)
		ret = CLI_FOUND;
	close_merge(&merge);
	return ret;
}
