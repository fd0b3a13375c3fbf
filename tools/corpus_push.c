// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "corpus_archive.h"
#include "corpus_command.h"
#include "corpus_layout.h"
#include "corpus_store.h"
#include "files.h"
#include "json.h"
#include "progress.h"
#include "target.h"

/* What is fetched and taken in at a time: a pull that is killed goes on from there. */
enum { CHUNK = 1000, CHUNK_BYTES = 256 << 20 };

static int open_both(struct store *store, char **args, int count, char layout[CORPUS_LAYOUT])
{
	struct harness harness;
	int ret;

	if (count != 2)
		return cli_error("push and pull want a harness and a remote");
	ret = harness_find(args[0], &harness);
	if (!ret)
		ret = corpus_layout_of(args[0], layout);
	if (!ret)
		ret = corpus_layout_check(args[0]);
	return ret ? ret : store_open(store, args[1], args[0], layout);
}

static int print_result(const char *what, const char *place, int moved, int total, bool json)
{
	if (json)
		return json_print(json_pack("{s:i, s:i}", "inputs", total, what, moved));
	printf("%s: %d of %d inputs %s\n", place, moved, total, what);
	return 0;
}

/* ---- push ---- */

/* Those of @own that are not there, or, when @sizes count, not whole, are left in it. */
static void drop_known(struct corpus *own, const struct corpus *there, bool sizes)
{
	int kept = 0;

	for (int i = 0; i < own->count; i++) {
		struct corpus_input *input = &own->inputs[i];
		const struct corpus_input *known = corpus_find(there, input->name);

		if (known && (!sizes || known->size == SIZE_MAX || known->size == input->size)) {
			free(input->path);
			free(input->data);
		} else {
			own->inputs[kept++] = *input;
		}
	}
	own->count = kept;
}

static int push(struct store *store, struct corpus *own)
{
	struct corpus there = { 0 };
	int ret = store->kind->list(store, &there);

	if (!ret) {
		corpus_sort_by_name(&there);
		drop_known(own, &there, true);
	}
	corpus_free(&there);
	if (ret || !own->count)
		return ret;
	progress_event("push %d inputs of %s", own->count, store->harness);
	return store->kind->put(store, own);
}

int corpus_push(const struct corpus_request *request, char **args, int count)
{
	char layout[CORPUS_LAYOUT], *kernel = NULL;
	struct corpus own = { 0 };
	struct store store = { .kind = &store_directory, .lock = -1 };
	int ret = open_both(&store, args, count, layout), total = 0;

	if (!ret && store.kind == &store_oci) {
		kernel = corpus_kernel(request->tree);
		store.kernel = kernel;
		ret = kernel ? 0 : CLI_USAGE;
	}
	if (!ret)
		ret = corpus_read_own(&own, args[0], NULL);
	if (!ret) {
		corpus_sort_by_name(&own);
		total = own.count;
		ret = push(&store, &own);
	}
	progress_end();
	if (!ret)
		ret = print_result("pushed", args[1], own.count, total, request->json);
	corpus_free(&own);
	store_close(&store);
	free(kernel);
	return ret;
}

/* ---- pull ---- */

/* As many of @there, from *@next on, as are fetched at a time. */
static void take_chunk(const struct corpus *there, int *next, struct strings *names)
{
	size_t bytes = 0;

	while (*next < there->count && names->count < CHUNK && bytes < CHUNK_BYTES) {
		const struct corpus_input *input = &there->inputs[(*next)++];

		strings_add(names, input->name);
		bytes += input->size == SIZE_MAX ? 0 : input->size;
	}
}

/* How a pull gets on; @missing have not come. */
struct pulled {
	int added, missing, total;
};

static int pull_chunk(struct store *store, const struct strings *names, const char *layout,
		      struct pulled *pulled)
{
	char *dir = text_format("%s/got", store->scratch);
	int ret = 0, more = 0;

	if (file_remove_tree(dir) || file_make_directories(dir))
		ret = cli_error("cannot write to %s: %s", dir, strerror(errno));
	if (!ret)
		ret = store->kind->get(store, names, dir);
	pulled->missing += names->count - file_count(dir);
	if (!ret)
		ret = corpus_import(store->harness, dir, layout, &more);
	pulled->added += more;
	free(dir);
	return ret;
}

/* Larger ones are no inputs, whatever they are. */
static void drop_large(struct corpus *there)
{
	int kept = 0;

	for (int i = 0; i < there->count; i++) {
		if (there->inputs[i].size == SIZE_MAX || there->inputs[i].size <= CORPUS_INPUT_MAX)
			there->inputs[kept++] = there->inputs[i];
		else
			free(there->inputs[i].path);
	}
	there->count = kept;
}

/* Of @layout, which is not ours when something converts it. */
static int pull_layout(struct store *store, const char *layout, bool own_layout,
		       struct pulled *pulled)
{
	struct corpus there = { 0 }, own = { 0 };
	int ret, next = 0;

	free(store->below);
	store->below = text_format("%s/layout-%s", store->harness, layout);
	store->layout = layout;
	ret = store->kind->list(store, &there);
	pulled->total = there.count;
	corpus_sort_by_name(&there);
	drop_large(&there);
	if (!ret && own_layout)
		ret = corpus_read_own(&own, store->harness, NULL);
	corpus_sort_by_name(&own);
	drop_known(&there, &own, false);
	if (!ret && there.count)
		progress_event("pull %d inputs of %s", there.count, store->harness);
	while (!ret && next < there.count) {
		struct strings names = { 0 };

		take_chunk(&there, &next, &names);
		ret = pull_chunk(store, &names, layout, pulled);
		progress_count(next, there.count);
		strings_clear(&names);
	}
	progress_end();
	corpus_free(&own);
	corpus_free(&there);
	return ret;
}

/* There is nothing of our layout: of which is there something? */
static int pull_other(struct store *store, const char *place, bool may_be_empty,
		      struct pulled *pulled)
{
	struct strings layouts = { 0 };
	int ret = store->kind->layouts(store, &layouts);

	for (int i = 0; i < layouts.count && !ret; i++)
		if (corpus_layout_is_valid(layouts.item[i]))
			ret = pull_layout(store, layouts.item[i], false, pulled);
	if (!ret && !layouts.count && !may_be_empty)
		ret = cli_fail("%s has no inputs of %s", place, store->harness);
	strings_clear(&layouts);
	return ret;
}

int corpus_pull(const struct corpus_request *request, char **args, int count)
{
	char layout[CORPUS_LAYOUT];
	struct store store = { .kind = &store_directory, .lock = -1 };
	struct pulled pulled = { 0 };
	int ret = open_both(&store, args, count, layout);

	if (!ret)
		ret = pull_layout(&store, layout, true, &pulled);
	if (!ret && !pulled.total)
		ret = pull_other(&store, args[1], request->may_be_empty, &pulled);
	if (!ret)
		ret = print_result("pulled", args[1], pulled.added, pulled.total, request->json);
	if (!ret && pulled.missing)
		ret = cli_fail("%d inputs of %s have not come", pulled.missing, args[1]);
	store_close(&store);
	return ret;
}
