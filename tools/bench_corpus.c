// SPDX-License-Identifier: GPL-2.0-only
/*
 * `vitro corpus merge` beside libFuzzer's -merge=1, on the same 20,000 inputs: what a session of x509 with a fixed seed kept, and
 * variations of it, drawn from a fixed seed, too. Both start from an empty corpus; then, both having merged all
 * but one in a hundred, with those. What they keep is judged by libFuzzer.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "bench_corpus.h"
#include "cli.h"
#include "corpus.h"
#include "files.h"
#include "process.h"
#include "project.h"

enum { ROUNDS = 3 };

/* Return: seconds, or -1 after one error line. */
static double timed(struct command *command, const char *log)
{
	double began = bench_clock();
	int status;

	command->log = log;
	status = command_run(command);
	began = bench_clock() - began;
	if (status)
		cli_fail("%s fails (%d); its output is in %s", command->argv[0], status, log);
	command_free(command);
	return status ? -1 : began;
}

static double merge_theirs(const struct merging *merging, const char *from)
{
	char *log = text_format("%s/theirs.log", merging->bench->scratch);
	struct command command = { 0 };
	double seconds;

	command_add(&command, "%s", merging->binary);
	command_add(&command, "-merge=1");
	command_add(&command, "%s", merging->theirs);
	command_add(&command, "%s", from);
	seconds = timed(&command, log);
	free(log);
	return seconds;
}

static double merge_ours(const struct merging *merging, const char *from)
{
	char *log = text_format("%s/ours.log", merging->bench->scratch);
	char *self = realpath("/proc/self/exe", NULL);
	struct command command = { 0 };
	double seconds;

	command_add(&command, "env");
	command_add(&command, "VITRO_DIR=%s", merging->state);
	command_add(&command, "VITRO_CORPUS=%s", merging->ours);
	command_add(&command, "%s", self ? self : "vitro");
	command_words(&command, "corpus merge x509 --program");
	command_add(&command, "%s", merging->binary);
	command_add(&command, "%s", from);
	seconds = timed(&command, log);
	free(self);
	free(log);
	return seconds;
}

static int begin_anew(const struct merging *merging)
{
	if (file_remove_tree(merging->theirs) || file_remove_tree(merging->ours) ||
	    file_remove_tree(merging->state) || file_make_directories(merging->theirs))
		return cli_fail("cannot write to %s", merging->theirs);
	return 0;
}

static void take_less(double *least, double seconds)
{
	if (!*least || seconds < *least)
		*least = seconds;
}

static int remove_one(const char *path, const char *name, void *context)
{
	const struct merging *merging = context;
	char *there = text_format("%s/%s", merging->all, name);

	(void)path;
	unlink(there);
	free(there);
	return 0;
}

/* One after the other, as the machine is shared. Return: 0 or an exit code. */
static int merge_both(struct merging *merging, double *theirs, double *ours)
{
	double seconds = merge_theirs(merging, merging->all);

	if (seconds < 0)
		return CLI_FOUND;
	take_less(theirs, seconds);
	seconds = merge_ours(merging, merging->all);
	if (seconds < 0)
		return CLI_FOUND;
	take_less(ours, seconds);
	return 0;
}

/* The least of the rounds is what was least disturbed. */
static int run_round(struct merging *merging)
{
	double nobody = 0;
	int ret = begin_anew(merging);

	file_each(merging->fresh, remove_one, merging);
	if (!ret)
		ret = merge_both(merging, &nobody, &nobody);
	if (!ret && file_copy_all(merging->fresh, merging->all) != BENCH_NEW)
		ret = cli_fail("cannot write to %s", merging->all);
	if (!ret)
		ret = merge_both(merging, &merging->warm_theirs, &merging->warm_ours);
	if (!ret)
		ret = begin_anew(merging);
	return ret ? ret : merge_both(merging, &merging->cold_theirs, &merging->cold_ours);
}

/* ---- What they keep ---- */

/* libFuzzer's "cov" and "ft" of a directory. */
static int judge(const struct merging *merging, const char *dir, int *edges, int *features)
{
	char *log = text_format("%s/judge.log", merging->bench->scratch), *text;
	struct command command = { 0 };
	const char *line;
	int ret = 0;

	command_add(&command, "%s", merging->binary);
	command_add(&command, "-runs=0");
	command_add(&command, "%s", dir);
	if (timed(&command, log) < 0)
		ret = CLI_FOUND;
	text = file_read(log, NULL);
	line = text ? strstr(text, "INITED cov: ") : NULL;
	if (!ret && (!line || sscanf(line, "INITED cov: %d ft: %d", edges, features) != 2))
		ret = cli_fail("libFuzzer does not say what it sees in %s", dir);
	free(text);
	free(log);
	return ret;
}

static void add_row(const struct merging *merging, const char *name, double a, double b,
		    double ratio, double wanted)
{
	bench_add_row(merging->bench, name, a, b, ratio, wanted);
}

static int print(const struct merging *merging)
{
	char *ours = text_format("%s/x509", merging->ours);
	int edges[2] = { 0 }, features[2] = { 0 },
	    ret = judge(merging, ours, &edges[0], &features[0]);
	double inputs = file_count(ours), theirs = file_count(merging->theirs);

	if (!ret)
		ret = judge(merging, merging->theirs, &edges[1], &features[1]);
	free(ours);
	if (ret)
		return ret;
	add_row(merging, "merge, seconds", merging->cold_ours, merging->cold_theirs,
		merging->cold_theirs / merging->cold_ours, 3);
	add_row(merging, "merge 1 % new, seconds", merging->warm_ours, merging->warm_theirs,
		merging->warm_theirs / merging->warm_ours, 20);
	add_row(merging, "merge, edges", edges[0], edges[1], (double)edges[0] / edges[1], 1);
	add_row(merging, "merge, features", features[0], features[1],
		(double)features[0] / features[1], 1);
	add_row(merging, "merge, inputs", inputs, theirs, theirs / inputs, 1);
	return 0;
}

int bench_corpus(struct bench *bench)
{
	const char *scratch = bench->scratch;
	char *names[] = { "x509", NULL };
	struct merging merging = {
		.bench = bench,
		.binary = build_binary(&bench->build, "x509"),
		.raw = text_format("%s/raw", scratch),
		.all = text_format("%s/all", scratch),
		.fresh = text_format("%s/fresh", scratch),
		.theirs = text_format("%s/theirs", scratch),
		.ours = text_format("%s/ours", scratch),
		.state = text_format("%s/corpus-state", scratch),
		.seed = 1,
	};
	int ret = build_harnesses(&bench->build, names);

	if (!ret)
		ret = bench_corpus_inputs(&merging);
	for (int i = 0; i < ROUNDS && !ret; i++)
		ret = run_round(&merging);
	if (!ret)
		ret = print(&merging);
	free(merging.binary);
	free(merging.raw);
	free(merging.all);
	free(merging.fresh);
	free(merging.theirs);
	free(merging.ours);
	free(merging.state);
	return ret;
}
