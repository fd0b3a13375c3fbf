// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "corpus.h"
#include "corpus_command.h"
#include "corpus_features.h"
#include "corpus_layout.h"
#include "files.h"
#include "json.h"
#include "target.h"

struct pruning {
	bool dry;
	char *dir;
	int copies, renamed, programs, ret;
};

/* A file under a name of its own gets the name of its content, or goes when that is there. */
static int prune_one(const char *path, const char *name, void *context)
{
	struct pruning *pruning = context;
	char digest[CORPUS_NAME], *data, *place;
	size_t size;

	if (corpus_is_name(name))
		return 0;
	data = file_read(path, &size);
	if (!data)
		return 0;
	corpus_name(data, size, digest);
	place = text_format("%s/%s", pruning->dir, digest);
	if (file_same(path, place))
		pruning->copies++;
	else
		pruning->renamed++;
	if (!pruning->dry && (file_same(path, place) ? unlink(path) : rename(path, place)))
		pruning->ret = cli_fail("cannot change %s: %s", path, strerror(errno));
	free(place);
	free(data);
	return pruning->ret;
}

static int tidy(const char *harness, struct pruning *pruning)
{
	pruning->dir = corpus_dir(harness);
	if (pruning->dir)
		file_each(pruning->dir, prune_one, pruning);
	else
		pruning->ret = CLI_USAGE;
	free(pruning->dir);
	return pruning->ret;
}

int corpus_tidy(const char *harness)
{
	struct pruning pruning = { 0 };

	return tidy(harness, &pruning);
}

static int prune(const char *harness, struct pruning *pruning)
{
	int lock = corpus_lock(harness);

	if (lock < 0)
		return CLI_FOUND;
	tidy(harness, pruning);
	pruning->programs += features_prune(harness, pruning->dry);
	close(lock);
	return pruning->ret;
}

int corpus_prune(const struct corpus_request *request, char **args, int count)
{
	struct pruning pruning = { .dry = request->dry };
	char *base = corpus_path("%s", "");
	struct harness *all = NULL, one;
	int ret = 0, harnesses = 0;

	if (!pruning.dry)
		corpus_clear_stale(base, "");
	free(base);
	for (int i = 0; i < count && !ret; i++)
		ret = harness_find(args[i], &one);
	if (!ret && !count)
		ret = harness_list(&all, &harnesses);
	for (int i = 0; i < count && !ret; i++)
		ret = prune(args[i], &pruning);
	for (int i = 0; i < harnesses && !ret; i++)
		ret = prune(all[i].name, &pruning);
	if (!ret && request->json)
		json_print(json_pack("{s:i, s:i, s:i}", "copies", pruning.copies, "renamed",
				     pruning.renamed, "programs", pruning.programs));
	else if (!ret)
		printf("%d copies removed, %d inputs named by their content, %d programs forgotten\n",
		       pruning.copies, pruning.renamed, pruning.programs);
	return ret;
}
