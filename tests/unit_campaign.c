// SPDX-License-Identifier: GPL-2.0-only
/* The rule, over tables and over simulated harnesses; what survives a kill; programs that do not do what they should. */
#include <math.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "unit.h"

#include "campaign_parts.h"
#include "cli.h"
#include "files.h"
#include "history.h"
#include "project.h"

/* ---- The rule ---- */

static void who_is_next(void **state)
{
	static const struct {
		const char *why;
		struct campaign_share shares[3];
		int64_t number;
		int chosen;
	} rows[] = {
		{ "new ones come in order",
		  { { .slices = 1, .found = 9, .seconds = 1 }, { 0 }, { 0 } },
		  1,
		  1 },
		{ "a new one before one that runs",
		  { { .running = 1 }, { .slices = 1, .found = 9, .seconds = 1 }, { 0 } },
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

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int chosen = campaign_choose(rows[i].shares, 3, rows[i].number);

		if (chosen != rows[i].chosen)
			fail_msg("%s: %d instead of %d", rows[i].why, chosen, rows[i].chosen);
	}
}

static void how_long_a_slice_is(void **state)
{
	static const struct {
		double total;
		int jobs, programs;
		double loading, seconds;
	} rows[] = {
		{ 600, 2, 30, 0.1, 5 },  { 60, 2, 30, 0.1, 2 },     { 60, 2, 30, 3, 12 },
		{ 3600, 2, 3, 1, 120 },  { 28800, 2, 30, 40, 160 }, { 0, 2, 30, 1, 120 },
		{ 600, 2, 0, 0.1, 120 },
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

/* ---- A campaign of programs of ours ---- */

static char *root;

static int prepare_state(void **state)
{
	char *path = text_format("%s/corpus", unit_directory());

	(void)state;
	setenv("VITRO_DIR", unit_directory(), 1);
	setenv("VITRO_CORPUS", path, 1);
	free(path);
	root = project_path("%s", "");
	return 0;
}

static void add_script(struct campaign *campaign, const char *text)
{
	static const struct flavour flavour = { .name = "address", .fuzzes = true };
	struct build build = {
		.tree = { .name = "6.12", .version = "6.12.117", .id = "unit" },
		.flavour = &flavour,
		.llvm = 19,
	};
	struct program *program = campaign_add_program(campaign, "empty", &build);
	char *whole = text_format("#!/bin/sh\n%s\n", text);

	free(program->binary);
	program->binary = text_format("%s/script-%d", unit_directory(), campaign->count);
	assert_int_equal(file_write(program->binary, whole, strlen(whole)), 0);
	assert_int_equal(chmod(program->binary, 0755), 0);
	free(whole);
}

static void ignore(void *context, const char *line)
{
	(void)context;
	(void)line;
}

static struct campaign *make_campaign(void)
{
	static const struct campaign_options options = { .quiet = true };
	static struct campaign campaign;

	campaign =
		(struct campaign){ .options = &options, .jobs = 2, .patience = 400, .seconds = 20 };
	campaign.report = text_format("%s/page.html", unit_directory());
	campaign.running = calloc(2, sizeof(*campaign.running));
	assert_int_equal(history_open(&campaign.db), 0);
	return &campaign;
}

static const char works[] =
	"trap 'exit 0' USR1\n"
	"printf '#2\\tINITED cov: 4 ft: 10 corp: 1/1b exec/s: 0\\n'\n"
	"printf '#9\\tNEW    cov: 5 ft: 17 corp: 2/2b exec/s: 9\\n'\n"
	"i=9; while :; do i=$((i+1)); printf '#%d\\tpulse  cov: 5 ft: 17 corp: 2/2b exec/s: 9\\n' $i; sleep 0.1; done";

/* None of them ends it, or is run for ever; each is told of. */
static void trouble_does_not_stop_it(void **state)
{
	static const struct {
		const char *script, *trouble;
	} rows[] = {
		{ works, NULL },
		{ "sleep 600", "hangs: no input was run for 0.4 s" },
		{ "exit 3", "cannot run:" },
		{ "echo 'ERROR: no such flag'; exit 1", "cannot run: ERROR: no such flag" },
		{ "echo 'vitro: finding: bug: at once'; echo; exit 77",
		  "stops before it can fuzz: bug: at once" },
		{ "kill -SEGV $$", "cannot run" },
	};
	struct campaign *campaign = make_campaign();

	(void)state;
	campaign->seconds = 9;
	for (size_t i = 0; i < COUNT(rows); i++)
		add_script(campaign, rows[i].script);
	unit_listen();
	assert_int_equal(campaign_create(campaign, "unit"), 0);
	campaign_loop(campaign);
	unit_said();
	assert_true(campaign->clock >= 9 && campaign->clock < 12);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct program *program = &campaign->programs[i];

		assert_int_equal(program->share.running, 0);
		if (!rows[i].trouble) {
			assert_null(program->trouble);
			assert_int_equal(program->found, 7);
			assert_true(program->seconds > 2);
			continue;
		}
		if (!program->trouble || !strstr(program->trouble, rows[i].trouble))
			fail_msg("'%s' instead of '%s'",
				 program->trouble ? program->trouble : "nothing", rows[i].trouble);
		assert_true(program->share.out);
		assert_int_equal(program->share.slices, CAMPAIGN_FAILURES);
	}
	db_close(&campaign->db);
}

/* Nobody is left: it is over at once. */
static void all_in_trouble_is_an_end(void **state)
{
	struct campaign *campaign = make_campaign();
	int64_t began = engine_clock();

	(void)state;
	add_script(campaign, "exit 3");
	unit_listen();
	assert_int_equal(campaign_create(campaign, "unit"), 0);
	campaign_loop(campaign);
	unit_said();
	assert_true(engine_clock() - began < 10000);
	db_close(&campaign->db);
}

/* What it has come to cannot be written: one line, and it ends. */
static void nowhere_to_write(void **state)
{
	struct campaign *campaign = make_campaign();
	const char *said;

	(void)state;
	add_script(campaign, works);
	assert_int_equal(campaign_create(campaign, "unit"), 0);
	assert_int_equal(db_run(&campaign->db, "PRAGMA query_only=1", ""), 0);
	campaign->status.say = ignore;
	unit_listen();
	campaign_loop(campaign);
	said = unit_said();
	assert_non_null(strstr(said, "vitro: cannot use history.db: "));
	assert_null(strstr(strchr(said, '\n'), "cannot use"));
	assert_true(campaign->failed && campaign->clock < 15);
	db_close(&campaign->db);
}

/* ---- What survives ---- */

static void a_kill_loses_nothing(void **state)
{
	struct campaign *campaign = make_campaign(), before;
	pid_t pid = fork();

	(void)state;
	add_script(campaign, works);
	if (!pid) {
		campaign->programs[0].execs = 123456789012;
		campaign->programs[0].share.found = 7.25;
		campaign->programs[0].share.last = 41;
		campaign->programs[0].last_new = 12.5;
		campaign->clock = 17.5;
		campaign->slices = 42;
		campaign->bugs = calloc(1, sizeof(*campaign->bugs));
		campaign->bugs[campaign->bug_count++] = (struct campaign_bug){ .id = "0badcafe",
									       .title = "a 'title'",
									       .clock = 3,
									       .fresh = true,
									       .crashes = 4 };
		if (history_open(&campaign->db) || campaign_create(campaign, "killed") ||
		    campaign_save(campaign, false))
			_exit(1);
		db_begin(&campaign->db);
		db_run(&campaign->db, "DELETE FROM campaign_program", "");
		kill(getpid(), SIGKILL);
	}
	waitpid(pid, NULL, 0);
	assert_int_equal(campaign_find(campaign, "something else"), 0);
	assert_int_equal(campaign->number, 0);
	assert_int_equal(campaign_find(campaign, "killed"), 0);
	assert_int_not_equal(campaign->number, 0);
	assert_int_equal(campaign_load(campaign), 0);
	before = *campaign;
	assert_true(before.clock == 17.5 && before.before == 17.5 && before.slices == 42);
	assert_true(before.programs[0].execs == 123456789012 &&
		    before.programs[0].share.found == 7.25);
	assert_true(before.programs[0].share.last == 41 && before.programs[0].last_new == 12.5);
	assert_int_equal(before.bug_count, 1);
	assert_string_equal(before.bugs[0].title, "a 'title'");
	assert_true(before.bugs[0].fresh && before.bugs[0].before == 4);
	assert_int_equal(campaign_save(campaign, true), 0);
	assert_int_equal(campaign_find(campaign, "killed"), 0);
	assert_int_equal(campaign->number, 0);
	db_close(&campaign->db);
}

/* One from before versions were counted is converted with what is in it; one of the future is refused. */
static void older_and_newer_histories(void **state)
{
	char *path = state_path("history.db");
	struct db db;

	(void)state;
	unlink(path);
	assert_int_equal(db_open(&db, "history.db"), 0);
	assert_int_equal(
		db_run(&db,
		       "CREATE TABLE runs(harness TEXT, flavour TEXT, tree TEXT, started INTEGER,"
		       " seconds REAL, execs INTEGER, execs_per_s REAL, coverage INTEGER,"
		       " corpus INTEGER, findings INTEGER)",
		       ""),
		0);
	assert_int_equal(
		db_run(&db, "INSERT INTO runs VALUES('old','address','6.12',1,2,10,5,1,1,0)", ""),
		0);
	db_close(&db);
	assert_int_equal(history_open(&db), 0);
	assert_int_equal(db_run(&db, "PRAGMA user_version=99", ""), 0);
	db_close(&db);
	assert_true(history_last_rate("old") == 5);
	unit_listen();
	assert_int_equal(history_open(&db), CLI_USAGE);
	assert_non_null(strstr(unit_said(), "history.db is of a newer vitro"));
	db_close(&db);
	unlink(path);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_next),
		cmocka_unit_test(how_long_a_slice_is),
		cmocka_unit_test(finds_more_than_equal_slices),
		cmocka_unit_test(who_wakes_up_late_is_seen),
		cmocka_unit_test(trouble_does_not_stop_it),
		cmocka_unit_test(all_in_trouble_is_an_end),
		cmocka_unit_test(nowhere_to_write),
		cmocka_unit_test(a_kill_loses_nothing),
		cmocka_unit_test(older_and_newer_histories),
	};

	return cmocka_run_group_tests(tests, prepare_state, NULL);
}
