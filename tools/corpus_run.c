// SPDX-License-Identifier: GPL-2.0-only
#include "corpus_run.h"

#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "cli.h"
#include "progress.h"
#include "../shim/host/runner_block.h"
#include "runner.h"
#include "text.h"
#include "triage.h"

enum { CHUNK_MIN = 16, ALONE_MAX = 256, CHUNK_MAX = RUNNER_BATCH, SAVE_SECONDS = 5 };

struct list {
	int *number;
	int count, room;
};

/* @queue: numbers of items to be run, from @next on; @given: those that each runner has. */
struct run {
	struct corpus_program *program;
	struct features *features;
	struct corpus_item *items;
	struct runner **runners;
	struct list *given;
	int jobs;
	struct list queue, suspects;
	int next, chunk, done;
	double saved;
};

static void list_add(struct list *list, int number)
{
	if (list->count == list->room) {
		list->room = list->room * 2 + 256;
		list->number =
			memory_resize(list->number, sizeof(*list->number) * (size_t)list->room);
	}
	list->number[list->count++] = number;
}

/* The next chunk into the batch of runner @which. */
static void collect(struct run *run, int which)
{
	struct list *given = &run->given[which];

	given->count = 0;
	while (run->next < run->queue.count && given->count < run->chunk) {
		const struct corpus_input *input = run->items[run->queue.number[run->next]].input;
		char *read = input->data ? NULL : corpus_data(input);
		const char *data = input->data ? input->data : read;
		bool room = !data || runner_batch_add(run->runners[which], data, input->size);

		free(read);
		if (!room)
			break;
		if (data)
			list_add(given, run->queue.number[run->next]);
		run->next++;
	}
}

/* Return: 0 or an exit code. */
static int give(struct run *run, int which)
{
	struct runner_options options = corpus_program_limits(run->program);
	int ret = 0;

	if (run->next == run->queue.count)
		return 0;
	if (!run->runners[which] && run->program->early) {
		run->runners[which] = run->program->early;
		run->program->early = NULL;
	}
	if (!run->runners[which])
		ret = (which ? runner_new : runner_start)(&run->runners[which],
							  run->program->binary, &options);
	if (ret)
		return ret;
	collect(run, which);
	if (run->given[which].count)
		runner_batch_begin(run->runners[which]);
	return 0;
}

static void take_sets(struct run *run, int which, const struct runner_features *result)
{
	uint32_t from = 0;

	for (int i = 0; i < result->done; i++) {
		struct corpus_item *item = &run->items[run->given[which].number[i]];

		item->set = features_add(run->features, item->input->name, result->feature + from,
					 (int)(result->ends[i] - from));
		from = result->ends[i];
	}
	run->done += result->done;
}

/* Return: 0 or an exit code. */
static int take(struct run *run, int which)
{
	struct list *given = &run->given[which];
	struct runner_features result;
	int ret = runner_batch_end(run->runners[which], &result), first;

	if (!given->number)
		return 0;
	if (ret)
		return cli_fail("%s cannot be run any more: %s", run->program->harness,
				strerror(-ret));
	take_sets(run, which, &result);
	first = result.done;
	if (first < given->count && result.status)
		list_add(&run->suspects, given->number[first++]);
	else if (first < given->count && !first)
		return cli_fail("%s: what one input does is too much", run->program->harness);
	for (; first < given->count; first++)
		list_add(&run->queue, given->number[first]);
	progress_count(run->done, run->queue.count);
	given->count = 0;
	if (bench_clock() - run->saved > SAVE_SECONDS) {
		features_save(run->features, run->program->binary);
		run->saved = bench_clock();
	}
	return 0;
}

static int started(const struct run *run)
{
	int count = 0;

	while (count < run->jobs && run->runners[count])
		count++;
	return count;
}

/* All that is in the queue, @chunk at a time. */
static int run_queue(struct run *run, int chunk)
{
	int ret = 0, which;

	run->chunk = chunk;
	for (int i = 0; i < run->jobs && !ret; i++)
		ret = give(run, i);
	while (!ret && (which = runner_await(run->runners, started(run))) >= 0) {
		ret = take(run, which);
		for (int i = 0; i < run->jobs && !ret; i++)
			if (!run->given[i].count)
				ret = give(run, i);
	}
	return ret;
}

static void queue_unknown(struct run *run, int count)
{
	for (int i = 0; i < count; i++) {
		run->items[i].set = features_of(run->features, run->items[i].input->name);
		if (run->items[i].set == FEATURES_UNKNOWN)
			list_add(&run->queue, i);
	}
}

static int chunk_for(int count, int jobs)
{
	int chunk = count / (jobs * 4);

	return chunk < CHUNK_MIN ? CHUNK_MIN : chunk > CHUNK_MAX ? CHUNK_MAX : chunk;
}

/* Those that do not crash by themselves are run by themselves for what they do. */
static int judge_suspects(struct run *run, int *bad)
{
	struct corpus_item **items = calloc((size_t)run->suspects.count, sizeof(*items));
	int ret, count = run->suspects.count;

	if (!items)
		abort();
	for (int i = 0; i < count; i++)
		items[i] = &run->items[run->suspects.number[i]];
	ret = corpus_judge(run->program, items, count);
	for (int i = 0; i < count && !ret; i++) {
		*bad += items[i]->set == FEATURES_BAD;
		if (items[i]->set == FEATURES_BAD)
			features_add_bad(run->features, items[i]->input->name);
		else
			list_add(&run->queue, run->suspects.number[i]);
	}
	free(items);
	return ret ? ret : run_queue(run, 1);
}

static void end(struct run *run)
{
	progress_end();
	features_save(run->features, run->program->binary);
	for (int i = 0; i < run->jobs; i++) {
		runner_stop(run->runners[i]);
		free(run->given[i].number);
	}
	free(run->runners);
	free(run->given);
	free(run->queue.number);
	free(run->suspects.number);
}

int corpus_run(struct corpus_program *program, struct features *features, struct corpus_item *items,
	       int count, int *bad)
{
	struct run run = { program, features, items, .jobs = program->jobs };
	int ret = 0;

	queue_unknown(&run, count);
	if (run.queue.count < run.jobs * ALONE_MAX) /* another program's start costs more */
		run.jobs = run.queue.count / ALONE_MAX + 1;
	run.runners = calloc((size_t)run.jobs, sizeof(*run.runners));
	run.given = calloc((size_t)run.jobs, sizeof(*run.given));
	if (!run.runners || !run.given)
		abort();
	run.saved = bench_clock();
	*bad = 0;
	if (run.queue.count) {
		progress_event("run %d new inputs of %s", run.queue.count, program->harness);
		ret = run_queue(&run, chunk_for(run.queue.count, run.jobs));
	}
	if (!ret && run.suspects.count)
		ret = judge_suspects(&run, bad);
	end(&run);
	return ret;
}
