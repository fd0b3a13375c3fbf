// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "bugs.h"
#include "cli.h"
#include "corpus_run.h"
#include "files.h"
#include "findings.h"
#include "pool.h"
#include "scratch.h"
#include "triage.h"

struct judging {
	const struct corpus_program *program;
	struct corpus_item **items;
	char **data;
	int count, failed;
	struct bugs *bugs;
	char *scratch;
};

static bool next(void *context, int index, const void **input, size_t *size)
{
	struct judging *judging = context;

	if (judging->failed || index >= judging->count)
		return false;
	judging->data[index] = corpus_data(judging->items[index]->input);
	*input = judging->data[index];
	*size = judging->data[index] ? judging->items[index]->input->size : 0;
	return true;
}

static int file_finding(const struct judging *judging, const struct corpus_item *item,
			const char *data, const struct trial *trial)
{
	const struct build *build = &judging->program->build;
	struct finding_report report = {
		.harness = judging->program->harness,
		.flavour = build->flavour->name,
		.tree = build->tree.name,
		.version = build->tree.version,
		.command = "vitro corpus",
		.log = trial->report,
		.scratch = judging->scratch,
	};
	char *directory = findings_keep_data(&report, data, item->input->size), id[BUG_ID];
	struct bug_crash crash = {
		.directory = directory,
		.harness = report.harness,
		.flavour = report.flavour,
		.tree = report.tree,
		.version = report.version,
		.input_size = (int64_t)item->input->size,
		.runs = 1,
		.hits = 1,
		.report = trial->report,
	};
	int ret = directory ? bugs_add(judging->bugs, &crash, &trial->crash, id, NULL) : CLI_FOUND;

	if (!ret)
		fprintf(stderr, "vitro: %s crashes: %s (%s)\n", item->input->path,
			trial->crash.title, directory);
	free(directory);
	return ret;
}

static void ended(void *context, int index, struct trial *trial)
{
	struct judging *judging = context;
	struct corpus_item *item = judging->items[index];

	if (trial->crashed && judging->data[index]) {
		int ret = file_finding(judging, item, judging->data[index], trial);

		if (ret)
			judging->failed = ret;
		else
			item->set = FEATURES_BAD;
	}
	free(judging->data[index]);
	judging->data[index] = NULL;
}

int corpus_judge(struct corpus_program *program, struct corpus_item **items, int count)
{
	struct runner_options options = corpus_program_limits(program);
	struct judging judging = { program, items, .count = count };
	struct pool_work work = { .next = next, .ended = ended, .context = &judging };
	struct pool *pool = NULL;
	int ret = corpus_program_prepare(program);

	if (!ret)
		ret = bugs_open(&judging.bugs);

	judging.scratch = scratch_path("corpus");
	judging.data = calloc((size_t)count, sizeof(char *));
	if (!judging.data)
		abort();
	if (!ret)
		ret = pool_start_program(&pool, program->binary, program->build.llvm,
					 program->harness, &options,
					 count < program->jobs ? count : program->jobs);
	if (!ret)
		ret = pool_run(pool, &work);
	pool_stop(pool);
	bugs_close(judging.bugs);
	file_remove_tree(judging.scratch);
	free(judging.scratch);
	free((void *)judging.data);
	return ret ? ret : judging.failed;
}
