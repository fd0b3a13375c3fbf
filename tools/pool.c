// SPDX-License-Identifier: GPL-2.0-only
#include "pool.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "identity.h"
#include "pool_queue.h"
#include "races.h"
#include "report.h"
#include "symbolize.h"

struct pool {
	struct runner **runners;
	int count;
	struct pool_queue *queues; /* one for each */
	struct symbolizer *symbolizer;
	char *races; /* races_table() */
	char *harness;
};

int pool_start_program(struct pool **pool, const char *binary, int llvm, const char *harness,
		       const struct runner_options *options, int jobs)
{
	struct pool *new = calloc(1, sizeof(*new));
	int ret;

	if (!new)
		abort();
	signal(SIGPIPE, SIG_IGN);
	new->harness = text_format("%s", harness);
	new->runners = calloc((size_t)jobs, sizeof(struct runner *));
	new->queues = calloc((size_t)jobs, sizeof(*new->queues));
	if (!new->runners || !new->queues)
		abort();
	ret = races_table(harness, &new->races);
	if (!ret)
		ret = symbolizer_start(&new->symbolizer, llvm);
	if (!ret)
		symbolizer_program(new->symbolizer, binary);
	while (!ret && new->count < jobs) {
		ret = (new->count ? runner_new : runner_start)(&new->runners[new->count], binary,
							       options);
		new->count += !ret;
	}
	if (ret)
		pool_stop(new);
	else
		*pool = new;
	return ret;
}

int pool_start(struct pool **pool, const struct build *build, const char *harness,
	       const struct runner_options *options, int jobs)
{
	char *binary = build_binary(build, harness);
	int ret = pool_start_program(pool, binary, build->llvm, harness, options, jobs);

	free(binary);
	return ret;
}

void pool_stop(struct pool *pool)
{
	if (!pool)
		return;
	for (int i = 0; i < pool->count; i++) {
		runner_stop(pool->runners[i]);
		pool_queue_clear(&pool->queues[i]);
	}
	symbolizer_stop(pool->symbolizer);
	free(pool->runners);
	free(pool->queues);
	free(pool->races);
	free(pool->harness);
	free(pool);
}

/* Is @report of a race that is known? Then all will pass over it, and the input has to be run again. */
static bool pass_over(struct pool *pool, const char *report)
{
	static const char mark[] = "vitro: race ";
	const char *number = strstr(report, mark);
	char title[CRASH_TITLE];
	bool all = true;

	if (!number || finding_title(report, title, sizeof(title)) ||
	    !races_known(pool->races, title))
		return false;
	for (int i = 0; i < pool->count; i++)
		all &= runner_pass_over(pool->runners[i],
					strtoull(number + strlen(mark), NULL, 16));
	return all;
}

/* Return: false when the input has to be run again, without the race that is known. */
static bool judge(struct pool *pool, struct runner_result *result, struct trial *trial)
{
	*trial = (struct trial){ .crashed = result->crashed,
				 .truth = result->truth,
				 .nanoseconds = result->nanoseconds };
	if (!result->crashed)
		return true;
	trial->report = symbolize_report(pool->symbolizer, result->report);
	if (pass_over(pool, trial->report)) {
		free(trial->report);
		return false;
	}
	crash_parse(trial->report, &trial->crash);
	return true;
}

/* Return: 0 or an exit code. */
static int give(struct pool *pool, int which, const struct pool_work *work, int *next)
{
	int ret = pool_queue_give(&pool->queues[which], pool->runners[which], work, next);

	return ret ? cli_fail("%s: an input cannot be run: %s", pool->harness, strerror(-ret)) : 0;
}

static int take_single(struct pool *pool, int which, const struct pool_work *work)
{
	struct runner_result result;
	struct trial trial;
	int ret = runner_end(pool->runners[which], &result);

	if (ret)
		return ret;
	if (judge(pool, &result, &trial)) {
		int number = pool_queue_took(&pool->queues[which], trial.crashed);

		work->ended(work->context, number, &trial);
		trial_free(&trial);
	} else {
		runner_again(pool->runners[which]);
	}
	runner_result_free(&result);
	return 0;
}

/* What runner @which has done, told or, in its place, begun again. Return: 0 or an exit code. */
static int take(struct pool *pool, int which, const struct pool_work *work)
{
	struct pool_queue *queue = &pool->queues[which];
	int ret = pool_queue_is_single(queue) ? take_single(pool, which, work) :
						pool_queue_take(queue, pool->runners[which], work);

	return ret ? cli_fail("%s cannot be run any more: %s", pool->harness, strerror(-ret)) : 0;
}

int pool_run(struct pool *pool, const struct pool_work *work)
{
	int next = 0, which, ret = 0;

	for (int i = 0; i < pool->count && !ret; i++)
		ret = give(pool, i, work, &next);
	while (!ret && (which = runner_await(pool->runners, pool->count)) >= 0) {
		ret = take(pool, which, work);
		for (int i = 0; i < pool->count && !ret; i++)
			if (!pool->queues[i].running)
				ret = give(pool, i, work, &next);
	}
	return ret;
}

void trial_free(struct trial *trial)
{
	free(trial->report);
	crash_free(&trial->crash);
	*trial = (struct trial){ 0 };
}

/* ---- One ---- */

struct single {
	const void *input;
	size_t size;
	struct trial *trial;
};

static bool single_next(void *context, int index, const void **input, size_t *size)
{
	struct single *single = context;

	*input = single->input;
	*size = single->size;
	return index == 0;
}

static void single_ended(void *context, int index, struct trial *trial)
{
	struct single *single = context;

	(void)index;
	*single->trial = *trial;
	*trial = (struct trial){ 0 };
}

int pool_try(struct pool *pool, const void *input, size_t size, struct trial *trial)
{
	struct single single = { input, size, trial };
	struct pool_work work = { .next = single_next, .ended = single_ended, .context = &single };

	*trial = (struct trial){ 0 };
	return pool_run(pool, &work);
}
