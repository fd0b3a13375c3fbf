// SPDX-License-Identifier: GPL-2.0-only
/*
 * Crashing inputs bucketed by runners that fork, against the program started for each, with its symbolizer: both as many at
 * a time. Parts of both alternate, because the machine's speed changes. Whether the buckets are the planted bugs is judged by
 * what the harness says fired, pair by pair.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench.h"
#include "bench_inputs.h"
#include "bench_rows.h"
#include "cli.h"
#include "files.h"

enum { INPUTS = 1000, PARTS = 4, SAMPLE = 32, TIMEOUT_MS = 10000, RSS_MB = 4096 };

struct measure {
	struct bench *bench;
	struct pool *pool;
	struct bench_inputs inputs;
	int from; /* of the part that is run */
	struct crash *buckets;
	int bucket_count;
	int bucket[INPUTS]; /* of each input; -1 when it has not crashed */
	double runner_seconds, single_seconds;
};

static bool next(void *context, int index, const void **input, size_t *size)
{
	struct measure *measure = context;
	const struct bench_input *made = &measure->inputs.list[measure->from + index];

	*input = made->data;
	*size = made->size;
	return index < INPUTS / PARTS;
}

static void ended(void *context, int index, struct trial *trial)
{
	struct measure *measure = context;
	int *bucket = &measure->bucket[measure->from + index];

	*bucket = -1;
	if (!trial->crashed)
		return;
	for (*bucket = 0; *bucket < measure->bucket_count; ++*bucket)
		if (crash_same(&measure->buckets[*bucket], &trial->crash))
			return;
	measure->buckets[measure->bucket_count++] = trial->crash;
	trial->crash = (struct crash){ 0 };
}

static int run_part(struct measure *measure)
{
	struct pool_work work = { .next = next, .ended = ended, .context = measure };
	double began = bench_clock();
	int ret = pool_run(measure->pool, &work);

	measure->runner_seconds += bench_clock() - began;
	return ret;
}

/* Inputs of the same part, evenly. */
static int run_sample(struct measure *measure)
{
	enum { COUNT = SAMPLE / PARTS };
	struct command commands[COUNT] = { 0 };
	char *binary = build_binary(&measure->bench->build, "demo");
	int failed, ret = 0;
	double began;

	for (int i = 0; i < COUNT; i++) {
		const struct bench_input *input =
			&measure->inputs.list[measure->from + i * (INPUTS / PARTS / COUNT)];
		char *path = text_format("%s/input-%d", measure->bench->scratch, i);

		if (file_write(path, input->data, input->size))
			ret = cli_fail("cannot write to %s", path);
		command_add(&commands[i], "%s", binary);
		command_words(&commands[i], "-timeout=10 -rss_limit_mb=4096");
		command_add(&commands[i], "-artifact_prefix=%s/", measure->bench->scratch);
		command_add(&commands[i], "%s", path);
		commands[i].log = "/dev/null";
		free(path);
	}
	began = bench_clock();
	if (!ret)
		command_all(commands, COUNT, measure->bench->build.jobs, &failed);
	measure->single_seconds += bench_clock() - began;
	for (int i = 0; i < COUNT; i++)
		command_free(&commands[i]);
	free(binary);
	return ret;
}

/* Of all pairs in one bucket those of one bug, and of all pairs of one bug those in one bucket. */
static void judge(const struct measure *measure, double *precision, double *recall)
{
	double together = 0, alike = 0, both = 0;

	for (int i = 0; i < INPUTS; i++) {
		for (int j = 0; j < i; j++) {
			bool same_bucket =
				measure->bucket[i] >= 0 && measure->bucket[i] == measure->bucket[j];
			bool same_bug =
				measure->inputs.list[i].truth == measure->inputs.list[j].truth;

			together += same_bucket;
			alike += same_bug;
			both += same_bucket && same_bug;
		}
	}
	*precision = together > 0 ? both / together : 0;
	*recall = alike > 0 ? both / alike : 0;
}

static void report(struct measure *measure)
{
	double one_by_one = measure->single_seconds / SAMPLE * INPUTS, precision, recall;

	judge(measure, &precision, &recall);
	if (!measure->bench->json)
		printf("  %d inputs of %d planted bugs, in %d buckets; one by one: %d of them measured, "
		       "scaled\n",
		       INPUTS, measure->inputs.bugs, measure->bucket_count, SAMPLE);
	bench_add_row(measure->bench, "triage, inputs/s", INPUTS / measure->runner_seconds,
		      INPUTS / one_by_one, one_by_one / measure->runner_seconds, 20);
	bench_add_row(measure->bench, "buckets: precision", precision, 1, precision, 1);
	bench_add_row(measure->bench, "buckets: recall", recall, 1, recall, 1);
}

int bench_triage(struct bench *bench)
{
	struct runner_options options = { TIMEOUT_MS, RSS_MB };
	struct measure *measure = calloc(1, sizeof(*measure));
	char *names[] = { "demo", NULL };
	int ret = build_harnesses(&bench->build, names);

	if (!measure)
		abort();
	measure->bench = bench;
	measure->buckets = calloc(INPUTS, sizeof(*measure->buckets));
	if (!ret)
		ret = pool_start(&measure->pool, &bench->build, "demo", &options,
				 bench->build.jobs);
	if (!ret)
		ret = bench_inputs_make(&measure->inputs, measure->pool, bench->build.flavour->name,
					INPUTS, false);
	for (; !ret && measure->from < INPUTS; measure->from += INPUTS / PARTS) {
		ret = run_part(measure);
		if (!ret)
			ret = run_sample(measure);
	}
	if (!ret)
		report(measure);
	pool_stop(measure->pool);
	bench_inputs_free(&measure->inputs);
	for (int i = 0; i < measure->bucket_count; i++)
		crash_free(&measure->buckets[i]);
	free(measure->buckets);
	free(measure);
	return ret;
}
