// SPDX-License-Identifier: GPL-2.0-only
/* Regressions, seeds and corpus, once each, through the runners of `vitro triage`, which files what crashes. */
#include <stdlib.h>
#include <string.h>

#include "build_try.h"
#include "ci.h"
#include "cli.h"
#include "corpus_layout.h"
#include "engine.h"
#include "files.h"
#include "project.h"
#include "replay.h"
#include "triage.h"

/*
 * Between two chunks it is looked at the clock: the first is small, for all of its inputs may hang. A quarter of the time is for
 * fuzzing, whatever the rest was needed for.
 */
enum { CHUNK = 20, CHUNK_MAX = 1000, QUARTER = 4 };

void ci_start_clock(struct ci *ci)
{
	ci->deadline = engine_clock() + (int64_t)ci->seconds * 1000;
	ci->least = (ci->seconds + QUARTER - 1) / QUARTER;
}

static void collect(const char *harness, struct strings *inputs)
{
	char *regressions = project_path("corpus/%s/regressions", harness);
	char *seeds = project_path("corpus/%s/seeds", harness), *corpus = corpus_dir(harness);

	replay_collect(inputs, regressions);
	replay_collect(inputs, seeds);
	if (corpus)
		replay_collect(inputs, corpus);
	free(corpus);
	free(seeds);
	free(regressions);
}

static void take_results(struct ci *ci, struct ci_program *program, const struct triage *triage)
{
	for (int i = 0; i < triage->count; i++) {
		const struct triage_item *item = &triage->items[i];

		program->inputs += item->runs > 0;
		if (!item->hits)
			continue;
		program->found++;
		ci_found(ci, program, item->id, item->crash.title, item->finding, 1);
		ci_say(ci, "%s %s: %s: %s", program->harness, program->flavour, item->input.path,
		       item->crash.title);
	}
}

static int run_chunk(struct ci *ci, struct ci_program *program, const struct strings *inputs,
		     int from, int to)
{
	struct triage triage = { .harness = program->harness,
				 .flavour = program->flavour,
				 .tree = ci->tree,
				 .llvm = ci->llvm,
				 .runs = 1,
				 .jobs = ci->jobs };
	int ret = 0;

	for (int i = from; i < inputs->count && i < to && !ret; i++)
		ret = triage_collect(&triage, inputs->item[i]);
	if (!ret)
		ret = triage_run(&triage);
	take_results(ci, program, &triage);
	triage_free(&triage);
	return ret;
}

/* Is it the program that cannot be run, and not the disk that is full? */
static bool cannot_start(struct ci *ci, struct ci_program *program)
{
	struct build_wish wish = { .tree = ci->tree,
				   .flavour = program->flavour,
				   .harness = program->harness,
				   .llvm = ci->llvm };
	struct build build;

	return !build_try(&wish, &build, &program->reason);
}

static int replay(struct ci *ci, struct ci_program *program)
{
	struct strings inputs = { 0 };
	int ret = 0, at = 0, chunk = CHUNK;

	collect(program->harness, &inputs);
	while (at < inputs.count && !ret &&
	       (!at || engine_clock() < ci->deadline - ci->least * 1000)) {
		ret = run_chunk(ci, program, &inputs, at, at + chunk);
		at += chunk;
		chunk = chunk * 2 < CHUNK_MAX ? chunk * 2 : CHUNK_MAX;
	}
	if (ret && cannot_start(ci, program))
		ret = 0;
	if (at < inputs.count && !ret && !program->reason)
		ci_say(ci, "%s %s: no time for %d of %d inputs", program->harness, program->flavour,
		       inputs.count - at, inputs.count);
	strings_clear(&inputs);
	return ret;
}

int ci_replay(struct ci *ci)
{
	int ret = 0;

	for (int i = 0; i < ci->count && !ret; i++)
		if (ci->programs[i].built)
			ret = replay(ci, &ci->programs[i]);
	return ret;
}
