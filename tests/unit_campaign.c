// SPDX-License-Identifier: GPL-2.0-only
/* What survives a kill; programs that do not do what they should. */
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "unit.h"

#include "campaign_parts.h"
#include "cli.h"
#include "files.h"
#include "history.h"
#include "project.h"

/* ---- A campaign of programs of ours ---- */

static int prepare_state(void **state)
{
	char *path = text_format("%s/corpus", unit_directory());

	(void)state;
	setenv("VITRO_DIR", unit_directory(), 1);
	setenv("VITRO_CORPUS", path, 1);
	free(path);
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

/* It ends when five have been left out. */
static void count_out(void *context, const char *line)
{
	static int out;

	if (strstr(line, "it is left out") && ++out == 5)
		((struct campaign *)context)->asked = true;
}

static struct campaign *make_campaign(void)
{
	static const struct campaign_options options = { .quiet = true };
	static struct campaign campaign;

	campaign = (struct campaign){
		.options = &options, .jobs = 2, .patience = 1500, .seconds = 20
	};
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
static const struct {
	const char *script, *trouble;
} odd[] = {
	{ works, NULL },
	{ "sleep 600", "hangs: no input was run for 1.5 s" },
	{ "exit 3", "cannot run:" },
	{ "echo 'ERROR: no such flag'; exit 1", "cannot run: ERROR: no such flag" },
	{ "echo 'vitro: finding: bug: at once'; echo; exit 77",
	  "stops before it can fuzz: bug: at once" },
	{ "kill -SEGV $$", "cannot run" },
};

static void check_program(const struct program *program, const char *trouble)
{
	assert_int_equal(program->share.running, 0);
	if (!trouble) {
		assert_null(program->trouble);
		assert_int_equal(program->found, 7);
		assert_true(program->seconds > 0);
		return;
	}
	if (!program->trouble || !strstr(program->trouble, trouble))
		fail_msg("'%s' instead of '%s'", program->trouble ? program->trouble : "nothing",
			 trouble);
	assert_true(program->share.out);
	assert_int_equal(program->share.slices, CAMPAIGN_FAILURES);
}

static void trouble_does_not_stop_it(void **state)
{
	struct campaign *campaign = make_campaign();

	(void)state;
	campaign->seconds = 100;
	campaign->status = (struct status){ .say = count_out, .context = campaign };
	for (size_t i = 0; i < COUNT(odd); i++)
		add_script(campaign, odd[i].script);
	unit_listen();
	assert_int_equal(campaign_create(campaign, "unit"), 0);
	campaign_loop(campaign);
	unit_said();
	assert_true(campaign->interrupted && campaign->clock < 100);
	for (size_t i = 0; i < COUNT(odd); i++)
		check_program(&campaign->programs[i], odd[i].trouble);
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

/* Where the corpus should be is a file. */
static void no_place_for_a_corpus(void **state)
{
	struct campaign *campaign = make_campaign();
	char *path = text_format("%s/corpus", unit_directory());

	(void)state;
	file_remove_tree(path);
	assert_int_equal(file_write(path, "", 0), 0);
	add_script(campaign, works);
	unit_listen();
	assert_int_equal(campaign_create(campaign, "unit"), 0);
	campaign_loop(campaign);
	assert_non_null(strstr(unit_said(), "vitro: cannot write to "));
	assert_string_equal(campaign->programs[0].trouble, "its directories cannot be made");
	assert_true(campaign->programs[0].share.out);
	unlink(path);
	free(path);
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

static _Noreturn void write_and_die(struct campaign *campaign)
{
	struct program *program = &campaign->programs[0];
	struct campaign_bug bug = {
		.id = "0badcafe", .title = "a 'title'", .clock = 3, .fresh = true, .crashes = 4
	};

	program->execs = 123456789012;
	program->share.found = 7.25;
	program->share.last = 41;
	program->last_new = 12.5;
	campaign->clock = 17.5;
	campaign->slices = 42;
	campaign->bugs = &bug;
	campaign->bug_count = 1;
	if (history_open(&campaign->db) || campaign_create(campaign, "killed") ||
	    campaign_save(campaign, false))
		_exit(1);
	db_begin(&campaign->db);
	db_run(&campaign->db, "DELETE FROM campaign_program", "");
	kill(getpid(), SIGKILL);
	_exit(1);
}

static void a_kill_loses_nothing(void **state)
{
	struct campaign *campaign = make_campaign();
	const struct program *program;
	pid_t pid;

	(void)state;
	add_script(campaign, works);
	pid = fork();
	if (!pid)
		write_and_die(campaign);
	waitpid(pid, NULL, 0);
	assert_int_equal(campaign_find(campaign, "something else"), 0);
	assert_int_equal(campaign->number, 0);
	assert_int_equal(campaign_find(campaign, "killed"), 0);
	assert_int_not_equal(campaign->number, 0);
	assert_int_equal(campaign_load(campaign), 0);
	program = &campaign->programs[0];
	assert_true(campaign->clock == 17.5 && campaign->before == 17.5 && campaign->slices == 42);
	assert_true(program->execs == 123456789012 && program->share.found == 7.25);
	assert_true(program->share.last == 41 && program->last_new == 12.5);
	assert_int_equal(campaign->bug_count, 1);
	assert_string_equal(campaign->bugs[0].title, "a 'title'");
	assert_true(campaign->bugs[0].fresh && campaign->bugs[0].before == 4);
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
		cmocka_unit_test(trouble_does_not_stop_it),
		cmocka_unit_test(all_in_trouble_is_an_end),
		cmocka_unit_test(no_place_for_a_corpus),
		cmocka_unit_test(nowhere_to_write),
		cmocka_unit_test(a_kill_loses_nothing),
		cmocka_unit_test(older_and_newer_histories),
	};

	return cmocka_run_group_tests(tests, prepare_state, NULL);
}
