// SPDX-License-Identifier: GPL-2.0-only
/* Who gets the next slice: over tables, and over simulated harnesses. */
#include <math.h>

#include "unit.h"

#include "campaign_rule.h"

static const struct {
	const char *why;
	struct campaign_share shares[3];
	int64_t number;
	int chosen;
} choices[] = {
	{ "new ones come in order",
	  { { .slices = 1, .found = 9, .seconds = 1 }, { .slices = 0 }, { .slices = 0 } },
	  1,
	  1 },
	{ "a new one before one that runs",
	  { { .running = 1 }, { .slices = 1, .found = 9, .seconds = 1 }, { .slices = 0 } },
	  2,
	  2 },
	{ "the highest rate",
	  { { .slices = 1, .found = 5, .seconds = 1 },
	    { .slices = 1, .found = 12, .seconds = 2 },
	    { .slices = 1, .found = 5, .seconds = 2 } },
	  4,
	  1 },
	{ "but who has waited longest, every fourth time",
	  { { .slices = 1, .found = 5, .seconds = 1, .last = 6 },
	    { .slices = 1, .found = 12, .seconds = 2, .last = 5 },
	    { .slices = 1, .seconds = 2, .last = 4 } },
	  7,
	  2 },
	{ "nobody finds any: who has waited longest",
	  { { .slices = 1, .seconds = 1, .last = 6 },
	    { .slices = 1, .seconds = 2, .last = 4 },
	    { .slices = 1, .seconds = 2, .last = 5 } },
	  8,
	  1 },
	{ "not the one that runs",
	  { { .slices = 1, .found = 5, .seconds = 1, .running = 1 },
	    { .slices = 1, .found = 1, .seconds = 2 },
	    { .slices = 1, .found = 2, .seconds = 2 } },
	  8,
	  2 },
	{ "unless all run",
	  { { .slices = 1, .found = 5, .seconds = 1, .running = 1 },
	    { .slices = 1, .found = 1, .seconds = 2, .running = 2 },
	    { .slices = 1, .found = 2, .seconds = 2, .running = 1 } },
	  8,
	  0 },
	{ "not who is out",
	  { { .slices = 1, .found = 5, .seconds = 1, .out = true },
	    { .out = true },
	    { .slices = 1, .seconds = 2 } },
	  8,
	  2 },
	{ "all are out", { { .out = true }, { .out = true }, { .out = true } }, 3, -1 },
};

static void who_is_next(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(choices); i++) {
		int chosen = campaign_choose(choices[i].shares, 3, choices[i].number);

		if (chosen != choices[i].chosen)
			fail_msg("%s: %d instead of %d", choices[i].why, chosen, choices[i].chosen);
	}
}

static void how_long_a_slice_is(void **state)
{
	static const struct {
		double total;
		int jobs, programs;
		double loading, seconds;
	} rows[] = {
		{ 600, 2, 30, 0.1, 5 },  { 60, 2, 30, 0.1, 2 },     { 60, 2, 30, 3, 4 },
		{ 3600, 2, 3, 1, 120 },  { 28800, 2, 30, 40, 160 }, { 0, 2, 30, 1, 120 },
		{ 600, 2, 0, 0.1, 120 }, { 600, 2, 30, 3, 12 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_true(fabs(campaign_slice(rows[i].total, rows[i].jobs, rows[i].programs,
						rows[i].loading) -
				 rows[i].seconds) < 1e-9);
}

/* ---- Simulated harnesses ---- */

/* Has @most features, half of them after @half seconds of its own; none before @from seconds of all. */
struct simulated {
	double most, half, from;
};

static const struct simulated simulated[] = {
	{ 600, 2, 0 },    { 900, 3, 0 }, { 200, 1, 0 },  { 5000, 400, 0 },
	{ 120, 1, 0 },    { 300, 2, 0 }, { 60, 1, 0 },   { 80, 4, 0 },
	{ 3000, 300, 0 }, { 500, 5, 0 }, { 150, 2, 0 },  { 100, 1, 0 },
	{ 250, 3, 0 },    { 40, 1, 0 },  { 700, 10, 0 }, { 2000, 100, 600 },
};
enum { SIMULATED = COUNT(simulated), SLICE = 5, TOTAL = 1200 };

static double features(int i, double seconds)
{
	return simulated[i].most * seconds / (seconds + simulated[i].half);
}

/* Return: features found in all; @spent gets the seconds of each. */
static double simulate(bool equal, double spent[SIMULATED], double learnt[SIMULATED])
{
	struct campaign_share shares[SIMULATED] = { 0 };
	double all = 0;

	for (int i = 0; i < SIMULATED; i++)
		spent[i] = learnt[i] = 0;
	for (int64_t number = 0; number < TOTAL / SLICE; number++) {
		int i = equal ? (int)(number % SIMULATED) :
				campaign_choose(shares, SIMULATED, number);
		double before = learnt[i];

		campaign_give(&shares[i], number);
		spent[i] += SLICE;
		if ((double)number * SLICE >= simulated[i].from)
			learnt[i] += SLICE;
		campaign_learn(&shares[i], features(i, learnt[i]) - features(i, before), SLICE);
		all += features(i, learnt[i]) - features(i, before);
	}
	return all;
}

static void finds_more_than_equal_slices(void **state)
{
	double spent[SIMULATED], again[SIMULATED], learnt[SIMULATED];
	double equal = simulate(true, spent, learnt), ruled = simulate(false, spent, learnt);

	(void)state;
	print_message("features in %d s: equal slices %.0f, the rule %.0f\n", TOTAL, equal, ruled);
	assert_true(ruled > 1.3 * equal);
	for (int i = 0; i < SIMULATED; i++)
		if (spent[i] < (double)TOTAL / SIMULATED / (2 * CAMPAIGN_EXPLORE))
			fail_msg("number %d is given up: %.0f s", i, spent[i]);
	assert_true(simulate(false, again, learnt) == ruled);
	assert_memory_equal(spent, again, sizeof(spent));
}

/* One that finds nothing for half of the time, and then much, gets most of what comes behind. */
static void who_wakes_up_late_is_seen(void **state)
{
	double spent[SIMULATED], learnt[SIMULATED];
	int late = SIMULATED - 1;

	(void)state;
	simulate(false, spent, learnt);
	assert_true(learnt[late] > 3 * (TOTAL - simulated[late].from) / SIMULATED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_next),
		cmocka_unit_test(how_long_a_slice_is),
		cmocka_unit_test(finds_more_than_equal_slices),
		cmocka_unit_test(who_wakes_up_late_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
