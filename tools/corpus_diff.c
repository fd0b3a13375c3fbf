// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "corpus_archive.h"
#include "corpus_command.h"
#include "corpus_features.h"
#include "corpus_run.h"
#include "files.h"
#include "json.h"
#include "target.h"
#include "text.h"

/* Only the names of what is in an archive, which may be of another harness or layout. */
static int read_archive(struct corpus *corpus, const char *path, const char *harness)
{
	struct manifest manifest = { 0 };
	int ret = archive_read_corpus(path, NULL, &manifest);

	if (!ret && strcmp(manifest.harness, harness) != 0)
		ret = cli_error("%s is of %s, not of %s", path, manifest.harness, harness);
	corpus->inputs = calloc((size_t)manifest.count + 1, sizeof(*corpus->inputs));
	if (!corpus->inputs)
		abort();
	for (int i = 0; i < manifest.count && !ret; i++) {
		corpus->inputs[i].path = text_format("%s", path);
		memcpy(corpus->inputs[i].name, manifest.inputs[i].name, CORPUS_NAME);
		corpus->inputs[i].size = manifest.inputs[i].size;
		corpus->count++;
	}
	manifest_free(&manifest);
	return ret;
}

static void find_only(const struct corpus *here, const struct corpus *there, struct strings *only)
{
	for (int i = 0; i < here->count; i++)
		if (!corpus_find(there, here->inputs[i].name))
			strings_add(only, here->inputs[i].name);
}

static int print_diff(const struct strings *here, const struct strings *there, int both, bool json)
{
	if (json)
		return json_print(json_pack("{s:i, s:o, s:o}", "both", both, "here",
					    json_from_strings(here), "there",
					    json_from_strings(there)));
	for (int i = 0; i < here->count; i++)
		printf("< %s\n", here->item[i]);
	for (int i = 0; i < there->count; i++)
		printf("> %s\n", there->item[i]);
	printf("%d in both, %d only here, %d only there\n", both, here->count, there->count);
	return 0;
}

int corpus_diff(const struct corpus_request *request, char **args, int count)
{
	struct strings only_here = { 0 }, only_there = { 0 };
	struct corpus here = { 0 }, there = { 0 };
	struct harness harness;
	int ret;

	if (count != 2)
		return cli_error("diff wants a harness, and a directory or an archive");
	ret = harness_find(args[0], &harness);
	if (!ret)
		ret = corpus_read_own(&here, args[0], NULL);
	if (!ret && file_exists(args[1]) && !file_is_directory(args[1]))
		ret = read_archive(&there, args[1], args[0]);
	else if (!ret)
		ret = corpus_read(&there, args[1], NULL);
	if (!ret) {
		corpus_sort_by_name(&here);
		corpus_sort_by_name(&there);
		find_only(&here, &there, &only_here);
		find_only(&there, &here, &only_there);
		print_diff(&only_here, &only_there, here.count - only_here.count, request->json);
		ret = only_here.count || only_there.count ? CLI_FOUND : CLI_OK;
	}
	strings_clear(&only_here);
	strings_clear(&only_there);
	corpus_free(&here);
	corpus_free(&there);
	return ret;
}
