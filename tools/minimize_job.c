// SPDX-License-Identifier: GPL-2.0-only
/*
 * Candidates go to the runners in their order, several at a time; the first that will do counts, even when a later one ends
 * before it. So the result does not depend on how many runners there are, and what is known from a former run changes nothing
 * but the time.
 */
#include "minimize_job.h"

#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "cli.h"
#include "files.h"
#include "memo.h"
#include "stamp.h"
#include "text.h"

enum { RSS_MB = 4096, CONFIRMATIONS = 2 };

struct found_other {
	size_t index;
	char *title;
};

struct search {
	struct minimize_job *job;
	struct pool *pool;
	struct memo *memo;
	double deadline; /* 0 for none */
	bool stopped, failed;

	/* The list that is being tried. */
	const struct candidates *list;
	size_t at, best; /* the next to look at; the first that will do */
	size_t *index;   /* of each that was given to the pool */
	size_t given;
	uint8_t *candidate;
	struct found_other *others;
	int other_count;
};

bool minimize_same(const struct crash *wanted, const struct crash *crash)
{
	return wanted->class == crash->class && wanted->access == crash->access &&
	       crash_same(wanted, crash);
}

/* ---- One list of candidates ---- */

static bool is_late(struct search *search)
{
	if (search->deadline > 0 && bench_clock() > search->deadline)
		search->stopped = true;
	return search->stopped;
}

static bool next(void *context, int number, const void **input, size_t *size)
{
	struct search *search = context;
	bool verdict;

	(void)number;
	for (; search->at < search->best; search->at++) {
		*size = search->list->make(search->list, search->at, search->candidate);
		if (!memo_find(search->memo, search->candidate, *size, &verdict))
			break;
		if (verdict)
			search->best = search->at;
	}
	if (search->at >= search->best || is_late(search))
		return false;
	search->index = memory_resize(search->index, sizeof(size_t) * (search->given + 1));
	search->index[search->given++] = search->at++;
	*input = search->candidate;
	return true;
}

static void note_other(struct search *search, size_t index, const struct crash *crash)
{
	struct found_other other = { index, text_format("%s", crash->title) };

	search->others =
		memory_resize(search->others, sizeof(other) * (size_t)(search->other_count + 1));
	search->others[search->other_count++] = other;
}

static void ended(void *context, int number, struct trial *trial)
{
	struct search *search = context;
	size_t index = search->index[number];
	bool same = trial->crashed && minimize_same(search->job->crash, &trial->crash);
	size_t size = search->list->make(search->list, index, search->candidate);

	search->job->tries++;
	if (memo_add(search->memo, search->candidate, size, same))
		search->failed = true;
	if (same && index < search->best)
		search->best = index;
	if (trial->crashed && !same)
		note_other(search, index, &trial->crash);
}

static bool wanted(void *context, int number)
{
	struct search *search = context;

	return search->index[number] < search->best && !is_late(search);
}

static bool is_known_other(const struct minimize_job *job, const char *title)
{
	for (int i = 0; i < job->other_count; i++)
		if (!strcmp(job->others[i].title, title))
			return true;
	return false;
}

static int by_index(const void *a, const void *b)
{
	const struct found_other *one = a, *other = b;

	return (one->index > other->index) - (one->index < other->index);
}

/* Only those that would have been met one after the other, too. */
static void keep_others(struct search *search)
{
	struct minimize_job *job = search->job;

	if (search->other_count)
		qsort(search->others, (size_t)search->other_count, sizeof(*search->others),
		      by_index);
	for (int i = 0; i < search->other_count; i++) {
		struct found_other *found = &search->others[i];

		if (found->index < search->best && job->other_count < MINIMIZE_OTHERS &&
		    !is_known_other(job, found->title)) {
			struct minimize_other *other = &job->others[job->other_count++];

			other->data = memory_resize(NULL, job->size + 1); /* as it was */
			other->size = search->list->make(search->list, found->index, other->data);
			other->title = text_format("%s", found->title);
		}
		free(found->title);
	}
	search->other_count = 0;
}

static long first(void *context, const struct candidates *list)
{
	struct search *search = context;
	struct pool_work work = { next, ended, wanted, search };

	search->list = list;
	search->at = search->given = 0;
	search->best = list->count;
	if (pool_run(search->pool, &work) || search->failed) {
		search->failed = true;
		return MINIMIZE_STOP;
	}
	keep_others(search);
	if (search->best < list->count)
		return (long)search->best;
	return search->stopped ? MINIMIZE_STOP : MINIMIZE_NONE;
}

/* ---- The whole ---- */

/* The same as before it all, each time. */
static int confirm(struct search *search)
{
	struct minimize_job *job = search->job;
	struct trial trial;
	int ret = 0;

	for (int i = 0; i < CONFIRMATIONS && !ret; i++) {
		ret = pool_try(search->pool, job->data, job->size, &trial);
		if (!ret && (!trial.crashed || !minimize_same(job->crash, &trial.crash)))
			ret = cli_fail("%s: the result of %zu bytes does not always crash the same",
				       job->harness, job->size);
		free(job->report);
		job->report = trial.report;
		job->truth = trial.truth;
		trial.report = NULL;
		trial_free(&trial);
	}
	return ret;
}

/* Of what the verdicts that are kept in the state file are: this input under this program. */
static char *key_of(const struct minimize_job *job)
{
	char *binary = build_binary(job->build, job->harness);
	struct timespec time = stamp_time(binary);
	uint64_t hash = 0xcbf29ce484222325;
	char *key;

	for (size_t i = 0; i < job->size; i++)
		hash = (hash ^ job->data[i]) * 0x100000001b3;
	key = text_format("%s %lld.%09ld %zu %016llx %s", binary, (long long)time.tv_sec,
			  time.tv_nsec, job->size, (unsigned long long)hash, job->crash->title);
	free(binary);
	return key;
}

static int start(struct search *search, struct minimizer *minimizer)
{
	struct minimize_job *job = search->job;
	struct runner_options options = { job->timeout_ms, RSS_MB };
	char *key = key_of(job);
	int scheduled = build_is_concurrent(job->build, job->harness);
	int ret = scheduled < 0 ? CLI_FOUND : 0;

	minimizer->scheduled = scheduled;
	if (!ret)
		ret = structure_of(job->harness, &minimizer->structure);
	if (!ret && memo_open(&search->memo, job->state, key))
		ret = cli_fail("cannot write to %s", job->state);
	if (!ret)
		ret = pool_start(&search->pool, job->build, job->harness, &options, job->jobs);
	if (!ret)
		job->known = (long)memo_loaded(search->memo);
	free(key);
	return ret;
}

int minimize_job_run(struct minimize_job *job)
{
	double began = bench_clock();
	struct search search = { .job = job, .deadline = job->seconds ? began + job->seconds : 0 };
	struct minimizer minimizer = {
		.data = job->data, .size = job->size, .first = first, .context = &search
	};
	int ret = start(&search, &minimizer);

	if (!ret) {
		search.candidate = memory_resize(NULL, job->size + 1);
		minimize(&minimizer);
		job->size = minimizer.size;
		job->stopped = minimizer.stopped;
		ret = search.failed ?
			      cli_fail("%s: stopped at %zu bytes", job->harness, job->size) :
			      confirm(&search);
	}
	job->took = bench_clock() - began;
	if (search.memo)
		memo_close(search.memo, !ret && !job->stopped);
	pool_stop(search.pool);
	free(search.candidate);
	free(search.index);
	free(search.others);
	return ret;
}

void minimize_job_free(struct minimize_job *job)
{
	for (int i = 0; i < job->other_count; i++) {
		free(job->others[i].title);
		free(job->others[i].data);
	}
	free(job->report);
	job->report = NULL;
	job->other_count = 0;
}
