// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "corpus_archive.h"
#include "corpus_command.h"
#include "files.h"
#include "json.h"
#include "target.h"
#include "tree.h"

char *corpus_kernel(const char *name)
{
	struct tree tree = { 0 };

	if (tree_resolve(name, &tree))
		return NULL;
	return text_format("%s", tree.version ? tree.version : tree.name);
}

static int print_manifest(const struct manifest *manifest, const char *path, int added, bool json)
{
	if (json)
		return json_print(json_pack("{s:s, s:s, s:s, s:s, s:i, s:I, s:i, s:s}", "archive",
					    path, "harness", manifest->harness, "layout",
					    manifest->layout, "kernel", manifest->kernel, "inputs",
					    manifest->count, "bytes", (json_int_t)manifest->bytes,
					    "added", added, "hash", manifest->hash));
	printf("%s: %s, layout %s, Linux %s, %d inputs", path, manifest->harness, manifest->layout,
	       manifest->kernel, manifest->count);
	if (added >= 0)
		printf(", %d of them new", added);
	printf("\nsha256 of all: %s\n", manifest->hash);
	return 0;
}

static int pack(const struct corpus_request *request, const char *harness, const char *path)
{
	struct manifest manifest = { .harness = text_format("%s", harness),
				     .kernel = corpus_kernel(request->tree) };
	struct corpus corpus = { 0 };
	int ret = manifest.kernel ? corpus_layout_of(harness, manifest.layout) : CLI_USAGE;

	if (!ret)
		ret = corpus_layout_check(harness);
	if (!ret)
		ret = corpus_read_own(&corpus, harness, NULL);
	corpus_sort_by_name(&corpus);
	if (!ret && !corpus.count)
		ret = cli_error("the corpus of %s is empty", harness);
	if (!ret)
		ret = archive_write_corpus(path, &corpus, &manifest);
	if (!ret)
		ret = print_manifest(&manifest, path, -1, request->json);
	corpus_free(&corpus);
	manifest_free(&manifest);
	return ret;
}

int corpus_pack(const struct corpus_request *request, char **args, int count)
{
	struct harness harness;
	char *path;
	int ret;

	if (count < 1 || count > 2)
		return cli_error("pack wants a harness, and a file to write to");
	ret = harness_find(args[0], &harness);
	if (ret)
		return ret;
	path = count == 2 ? text_format("%s", args[1]) : text_format("%s.tar.zst", args[0]);
	ret = pack(request, args[0], path);
	free(path);
	return ret;
}

/* ---- The other way ---- */

struct importing {
	struct corpus_writer *writer;
	int ret;
};

static int import_one(const char *path, const char *name, void *context)
{
	struct importing *importing = context;
	char digest[CORPUS_NAME], *data;
	size_t size;

	data = file_read(path, &size);
	if (!data)
		importing->ret = cli_fail("cannot read %s: %s", path, strerror(errno));
	else
		corpus_name(data, size, digest);
	free(data);
	if (importing->ret)
		return importing->ret;
	if (strcmp(name, digest) != 0) {
		fprintf(stderr, "vitro: %.60s is not what its name says: left out\n", name);
		return 0;
	}
	importing->ret = corpus_write_file(importing->writer, path, digest);
	return importing->ret;
}

int corpus_import(const char *harness, const char *dir, const char *layout, int *added)
{
	struct corpus_writer writer = { 0 };
	struct importing importing = { &writer, 0 };
	char now[CORPUS_LAYOUT];
	int ret = corpus_layout_of(harness, now);

	if (!ret)
		ret = corpus_layout_convert(harness, dir, layout);
	if (ret < 0)
		return cli_error(
			"the inputs are of layout %s, %s reads layout %s, and nothing converts them",
			layout, harness, now);
	if (!ret)
		ret = corpus_write_begin(&writer, harness);
	if (!ret)
		file_each(dir, import_one, &importing);
	*added = writer.added;
	corpus_write_end(&writer);
	return ret ? ret : importing.ret;
}

/* The harness is named by the manifest, and has to be the one that was asked for. */
static int judge(const struct corpus_request *request, const struct manifest *manifest,
		 const char *path, const char *wanted)
{
	struct harness harness;

	if (wanted && strcmp(wanted, manifest->harness) != 0)
		return cli_error("%s is of %s, not of %s", path, manifest->harness, wanted);
	if (request->hash && strcmp(request->hash, manifest->hash) != 0)
		return cli_error("%s has the hash %s: it is not the one you trust", path,
				 manifest->hash);
	return harness_find(manifest->harness, &harness);
}

int corpus_unpack(const struct corpus_request *request, char **args, int count)
{
	char *scratch = corpus_path(".new-%d-unpack", getpid());
	char *base = corpus_path("%s", "");
	struct manifest manifest = { 0 };
	int ret = 0, added = 0;

	if (count < 1 || count > 2)
		ret = cli_error("unpack wants an archive");
	corpus_clear_stale(base, "");
	if (!ret && file_make_directories(scratch))
		ret = cli_error("cannot write to %s: %s", scratch, strerror(errno));
	if (!ret)
		ret = archive_read_corpus(args[0], scratch, &manifest);
	if (!ret)
		ret = judge(request, &manifest, args[0], count == 2 ? args[1] : NULL);
	if (!ret && !request->dry)
		ret = corpus_import(manifest.harness, scratch, manifest.layout, &added);
	if (!ret)
		ret = print_manifest(&manifest, args[0], added, request->json);
	file_remove_tree(scratch);
	manifest_free(&manifest);
	free(base);
	free(scratch);
	return ret;
}
