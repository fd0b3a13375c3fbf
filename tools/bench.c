// SPDX-License-Identifier: GPL-2.0-only
/*
 * The machine is shared and its speed changes: only what runs in turn can be compared. Both sides
 * do the same number of runs from the same seed; the time a program takes to start is subtracted.
 */
#include "bench.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "files.h"

enum { PAIRS = 5, FIRST_RUNS = 10000 };

static const double wanted_seconds = 2;

double bench_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void make_command(const struct bench_side *side, long runs, const char *copy,
			 const char *log, struct command *command)
{
	*command = (struct command){ .log = log };
	for (int i = 0; i < side->words.argc; i++)
		command_add(command, "%s", side->words.argv[i]);
	command_words(command, "-seed=1 -reload=0 -rss_limit_mb=0 -detect_leaks=0");
	command_add(command, "-runs=%ld", runs);
	if (side->corpus)
		command_add(command, "%s", copy);
}

/* Return: seconds, or -1 after one error line. */
static double time_run(const struct bench_side *side, long runs, const char *scratch)
{
	char *copy = text_format("%s/corpus", scratch), *log = text_format("%s/log", scratch);
	struct command command;
	double began;
	int code = 0;

	if (side->corpus && (file_remove_tree(copy) || file_copy_all(side->corpus, copy) < 0))
		code = cli_fail("cannot copy %s to %s", side->corpus, copy);
	make_command(side, runs, copy, log, &command);
	began = bench_clock();
	if (!code && command_run(&command) != 0)
		code = cli_fail("%s fails; its output is in %s", side->words.argv[0], log);
	began = bench_clock() - began;
	command_free(&command);
	free(copy);
	free(log);
	return code ? -1 : began;
}

static int compare_doubles(const void *a, const void *b)
{
	double da = *(const double *)a, db = *(const double *)b;

	return (da > db) - (da < db);
}

static double median(double *values)
{
	qsort(values, PAIRS, sizeof(*values), compare_doubles);
	return values[PAIRS / 2];
}

/*
 * How many runs take about the wanted time, beyond @start seconds. Return: -1 after one error line.
 */
static long calibrate(const struct bench_side *side, const char *scratch, double start)
{
	long runs = FIRST_RUNS;

	for (;;) {
		double seconds = time_run(side, runs, scratch);

		if (seconds < 0)
			return -1;
		seconds -= start;
		if (seconds > wanted_seconds / 4)
			return (long)((double)runs * wanted_seconds / seconds);
		runs *= 4;
	}
}

int bench_compare(const struct bench_side *a, const struct bench_side *b, const char *scratch,
		  double *rate_a, double *rate_b)
{
	double start_a = time_run(a, 1, scratch), start_b = time_run(b, 1, scratch);
	double rates_a[PAIRS], rates_b[PAIRS];
	long runs;

	if (start_a < 0 || start_b < 0)
		return CLI_FOUND;
	runs = calibrate(b, scratch, start_b);
	if (runs < 0)
		return CLI_FOUND;
	for (int i = 0; i < PAIRS; i++) {
		double seconds_a = time_run(a, runs, scratch);
		double seconds_b = time_run(b, runs, scratch);

		if (seconds_a < 0 || seconds_b < 0)
			return CLI_FOUND;
		rates_a[i] = (double)runs / (seconds_a - start_a);
		rates_b[i] = (double)runs / (seconds_b - start_b);
	}
	*rate_a = median(rates_a);
	*rate_b = median(rates_b);
	return 0;
}

double bench_until(struct command *command, const char *mark)
{
	double began = bench_clock(), seconds = -1;
	char *line = NULL;
	size_t room = 0;
	FILE *from;
	pid_t pid;
	int fd;

	pid = command_start(command, &fd);
	from = pid < 0 ? NULL : fdopen(fd, "r");
	while (from && getline(&line, &room, from) >= 0) {
		if (!strstr(line, mark) || seconds >= 0)
			continue;
		seconds = bench_clock() - began;
		kill(pid, SIGINT);
	}
	if (seconds < 0)
		cli_fail("%s does not get to \"%s\": %s", command->argv[0], mark, line ? line : "");
	free(line);
	if (from)
		fclose(from);
	if (pid > 0)
		command_wait(pid);
	return seconds;
}
