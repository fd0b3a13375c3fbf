// SPDX-License-Identifier: GPL-2.0-only
/* What single things cost, by what a program takes longer that does many of them in each input. */
#include <stdlib.h>

#include "bench.h"
#include "bench_rows.h"
#include "cli.h"

enum { TASKS = 4, TIMES = 200 }; /* harnesses/tasks.c */

/* Return: nanoseconds of one, or -1 after one error line. */
static double measure(struct bench *bench, const char *option)
{
	char *binary = build_binary(&bench->build, "tasks");
	struct bench_side with = { 0 }, without = { 0 };
	double rate_with, rate_without, cost = -1;

	command_words(&with.words, "env");
	command_add(&with.words, "%s=%d", option, TIMES);
	command_add(&with.words, "%s", binary);
	command_add(&without.words, "%s", binary);
	if (!bench_compare(&without, &with, bench->scratch, &rate_without, &rate_with))
		cost = (1e9 / rate_with - 1e9 / rate_without) / (TASKS * TIMES);
	command_free(&with.words);
	command_free(&without.words);
	free(binary);
	return cost;
}

static int add_cost(struct bench *bench, const char *name, const char *option, double allowed)
{
	double cost = measure(bench, option);

	if (cost < 0)
		return CLI_FOUND;
	bench_add_row(bench, name, cost, allowed, allowed / cost, 1);
	return 0;
}

int bench_costs(struct bench *bench)
{
	char *names[] = { "tasks", NULL };
	int ret = build_harnesses(&bench->build, names);

	if (!ret)
		ret = add_cost(bench, "task switch, ns", "VITRO_TASKS_SWITCHES", 200);
	if (!ret)
		ret = add_cost(bench, "spin lock pair, ns", "VITRO_TASKS_LOCKS", 400);
	return ret;
}
