// SPDX-License-Identifier: GPL-2.0-only
/*
 * `vitro minimize` against libFuzzer's -minimize_crash=1, crash by crash: is the result still of the same bug, as the
 * demo says it or identity for real parsers, how small is it, how long did it take? libFuzzer is told when to give up.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "bench_crashes.h"
#include "bench_rows.h"
#include "cli.h"
#include "files.h"
#include "minimize_job.h"

static const char libfuzzer[] = "-minimize_crash=1 -runs=100000 -max_total_time=10 -timeout=2";

/* Its alarm may strike while a sanitizer names functions, and then waits for ever for the lock that it has interrupted. */
static const char patience[] = "timeout -s KILL 120";

enum { TIMEOUT_MS = 2000, RSS_MB = 4096, SECONDS = 60 };

struct side {
	size_t size;
	double seconds;
	bool same;
};

struct result {
	struct side ours, theirs;
};

/* Does it crash of the bug of @crash? */
static int judge(struct pool *pool, const struct bench_crash *crash, const uint8_t *data,
		 size_t size, bool *same)
{
	struct trial trial;
	int ret = pool_try(pool, data, size, &trial);

	if (ret)
		return ret;
	*same = trial.crashed && (crash->truth >= 0 ? trial.truth == crash->truth :
						      minimize_same(&crash->crash, &trial.crash));
	trial_free(&trial);
	return 0;
}

static int minimize_ours(const struct bench *bench, const struct build *build, struct pool *pool,
			 const struct bench_crash *crash, struct side *side)
{
	struct minimize_job job = { .build = build,
				    .harness = crash->harness,
				    .data = malloc(crash->size + 1),
				    .size = crash->size,
				    .crash = &crash->crash,
				    .seconds = SECONDS,
				    .jobs = bench->build.jobs,
				    .timeout_ms = TIMEOUT_MS };
	int ret;

	if (!job.data)
		abort();
	memcpy(job.data, crash->data, crash->size);
	ret = minimize_job_run(&job);
	if (!ret)
		ret = judge(pool, crash, job.data, job.size, &side->same);
	side->size = job.size;
	side->seconds = job.took;
	minimize_job_free(&job);
	free(job.data);
	return ret;
}

static int minimize_theirs(const struct bench *bench, const struct build *build, struct pool *pool,
			   const struct bench_crash *crash, struct side *side)
{
	char *input = text_format("%s/crash", bench->scratch), *data;
	char *output = text_format("%s/minimized", bench->scratch);
	char *log = text_format("%s/log", bench->scratch);
	char *binary = build_binary(build, crash->harness);
	struct command command = { .log = log, .directory = bench->scratch };
	int ret = 0;

	if (file_write(input, crash->data, crash->size) || file_write(output, "", 0))
		ret = cli_fail("cannot write to %s", input);
	command_words(&command, patience);
	command_add(&command, "%s", binary);
	command_words(&command, libfuzzer);
	command_add(&command, "-exact_artifact_path=%s", output);
	command_add(&command, "%s", input);
	side->seconds = bench_clock();
	if (!ret)
		command_run(&command);
	side->seconds = bench_clock() - side->seconds;
	command_free(&command);
	data = file_read(output, &side->size);
	if (!data || !side->size) { /* it could not make it smaller */
		free(data);
		data = file_read(input, &side->size);
	}
	if (!ret && data)
		ret = judge(pool, crash, (const uint8_t *)data, side->size, &side->same);
	free(data);
	free(binary);
	free(log);
	free(output);
	free(input);
	return ret;
}

static void show(const struct bench *bench, const struct bench_crash *crash,
		 const struct result *result)
{
	if (!bench->json)
		printf("  %-28s %6zu  %6zu %7.1f s  %-5s  %6zu %7.1f s  %s\n", crash->name,
		       crash->size, result->ours.size, result->ours.seconds,
		       result->ours.same ? "same" : "OTHER", result->theirs.size,
		       result->theirs.seconds, result->theirs.same ? "same" : "other");
	fflush(stdout);
}

static int run_crash(struct bench *bench, const struct bench_crash *crash, struct result *result)
{
	struct runner_options options = { TIMEOUT_MS, RSS_MB };
	struct build build = bench->build;
	struct pool *pool;
	int ret;

	build.flavour = flavour_find(crash->flavour);
	ret = pool_start(&pool, &build, crash->harness, &options, 1);
	if (ret)
		return ret;
	ret = minimize_ours(bench, &build, pool, crash, &result->ours);
	if (!ret)
		ret = minimize_theirs(bench, &build, pool, crash, &result->theirs);
	pool_stop(pool);
	if (!ret)
		show(bench, crash, result);
	return ret;
}

static int compare_doubles(const void *a, const void *b)
{
	double da = *(const double *)a, db = *(const double *)b;

	return (da > db) - (da < db);
}

/* Sizes are compared where libFuzzer's result is of the same bug, too. */
static void report(struct bench *bench, const struct result *results, int count)
{
	double *ratios = calloc((size_t)count, sizeof(*ratios));
	double ours = 0, theirs = 0, comparable = 0, larger = 0;

	if (!ratios)
		abort();
	for (int i = 0; i < count; i++) {
		const struct result *result = &results[i];

		ratios[i] = result->theirs.seconds / result->ours.seconds;
		ours += result->ours.same;
		theirs += result->theirs.same;
		comparable += result->theirs.same;
		larger += result->theirs.same && result->ours.size > result->theirs.size;
	}
	qsort(ratios, (size_t)count, sizeof(*ratios), compare_doubles);
	bench_add_row(bench, "minimize: same bug", ours, theirs, ours / count, 1);
	bench_add_row(bench, "minimize: not larger", comparable - larger, comparable,
		      (comparable - larger) / comparable, 1);
	bench_add_row(bench, "minimize: times faster", ratios[count / 2], 1, ratios[count / 2], 5);
	free(ratios);
}

int bench_minimize(struct bench *bench)
{
	struct bench_crashes crashes;
	struct result *results;
	int ret = bench_crashes_make(&crashes, bench);

	results = calloc((size_t)crashes.count + 1, sizeof(*results));
	if (!results)
		abort();
	if (!ret && !bench->json)
		printf("  libFuzzer: %s\n  %-28s %6s  %6s %9s  %-5s  %6s %9s\n", libfuzzer, "crash",
		       "bytes", "vitro", "", "", "libFuzzer", "");
	for (int i = 0; i < crashes.count && !ret; i++)
		ret = run_crash(bench, &crashes.list[i], &results[i]);
	if (!ret)
		report(bench, results, crashes.count);
	free(results);
	bench_crashes_free(&crashes);
	return ret;
}
