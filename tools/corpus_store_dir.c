// SPDX-License-Identifier: GPL-2.0-only
/* A directory, perhaps of another machine: a file is written beside its place and renamed. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "corpus_store.h"
#include "files.h"

static int add_name(const char *path, const char *name, void *context)
{
	struct stat st;

	store_found(context, name, stat(path, &st) ? SIZE_MAX : (size_t)st.st_size);
	return 0;
}

static int directory_list(struct store *store, struct corpus *there)
{
	char *dir = text_format("%s/%s", store->place, store->below);

	file_each(dir, add_name, there);
	free(dir);
	return 0;
}

static int add_layout(const char *path, const char *name, void *context)
{
	if (text_starts(name, "layout-") && file_count(path))
		strings_add(context, name + strlen("layout-"));
	return 0;
}

static int directory_layouts(struct store *store, struct strings *layouts)
{
	char *dir = text_format("%s/%s", store->place, store->harness);

	file_each_directory(dir, add_layout, layouts);
	free(dir);
	return 0;
}

static int put_one(const char *dir, const char *scratch, const struct corpus_input *input)
{
	char *draft = text_format("%s/%s", scratch, input->name);
	char *place = text_format("%s/%s", dir, input->name), *data = corpus_data(input);
	int ret = 0;

	if (data && (file_write(draft, data, input->size) || rename(draft, place)))
		ret = cli_fail("cannot write to %s: %s", place, strerror(errno));
	free(data);
	free(place);
	free(draft);
	return ret;
}

static int directory_put(struct store *store, const struct corpus *inputs)
{
	char *dir = text_format("%s/%s", store->place, store->below), host[64] = "";
	char *scratch;
	int ret = 0;

	gethostname(host, sizeof(host) - 1);
	corpus_clear_stale(store->place, host);
	scratch = text_format("%s/.new-%d-%s", store->place, getpid(), host);
	if (file_make_directories(dir) || file_make_directories(scratch))
		ret = cli_error("cannot write to %s: %s", dir, strerror(errno));
	for (int i = 0; i < inputs->count && !ret; i++)
		ret = put_one(dir, scratch, &inputs->inputs[i]);
	file_remove_tree(scratch);
	free(scratch);
	free(dir);
	return ret;
}

static int directory_get(struct store *store, const struct strings *names, const char *to)
{
	int ret = 0;

	for (int i = 0; i < names->count && !ret; i++) {
		char *from = text_format("%s/%s/%s", store->place, store->below, names->item[i]);
		char *place = text_format("%s/%s", to, names->item[i]);
		size_t size;
		char *data = file_read(from, &size);

		if (data && file_write(place, data, size))
			ret = cli_fail("cannot write to %s: %s", place, strerror(errno));
		free(data);
		free(place);
		free(from);
	}
	return ret;
}

const struct store_kind store_directory = {
	.name = "directory",
	.list = directory_list,
	.layouts = directory_layouts,
	.put = directory_put,
	.get = directory_get,
};
