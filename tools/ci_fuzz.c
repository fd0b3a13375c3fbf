// SPDX-License-Identifier: GPL-2.0-only
/* A campaign over the programs that were built; what came of it is read from history.db, where it keeps its books. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "campaign.h"
#include "ci.h"
#include "cli.h"
#include "db.h"
#include "engine.h"
#include "files.h"
#include "history.h"

static struct ci_program *find_program(struct ci *ci, const char *harness, const char *flavour)
{
	for (int i = 0; i < ci->count; i++)
		if (!strcmp(ci->programs[i].harness, harness) &&
		    !strcmp(ci->programs[i].flavour, flavour))
			return &ci->programs[i];
	return NULL;
}

static void take_program(struct ci *ci, sqlite3_stmt *row)
{
	char *harness = db_column(row, 0), *flavour = db_column(row, 1), *trouble;
	struct ci_program *program = find_program(ci, harness, flavour);

	free(harness);
	free(flavour);
	if (!program || !program->built || program->reason)
		return;
	program->seconds = sqlite3_column_double(row, 2);
	program->execs = (uint64_t)sqlite3_column_int64(row, 3);
	program->coverage = (unsigned int)sqlite3_column_int(row, 4);
	program->corpus = (unsigned int)sqlite3_column_int(row, 5);
	program->found += sqlite3_column_int(row, 6);
	trouble = db_column(row, 7);
	if (*trouble)
		program->reason = trouble;
	else
		free(trouble);
	ci_say(ci, "%s %s: fuzzed for %.0f s, %.0f exec/s, cov %u, corpus %u, crashes %d%s%s",
	       program->harness, program->flavour, program->seconds,
	       program->seconds > 0 ? (double)program->execs / program->seconds : 0,
	       program->coverage, program->corpus, sqlite3_column_int(row, 6),
	       program->reason ? ": " : "", program->reason ? program->reason : "");
}

static void take_bug(struct ci *ci, sqlite3_stmt *row)
{
	char *harness = db_column(row, 0), *flavour = db_column(row, 1), *id = db_column(row, 2),
	     *title = db_column(row, 3), *directory = db_column(row, 5);
	struct ci_program *program = find_program(ci, harness, flavour);

	if (program)
		ci_found(ci, program, id, title, *directory ? directory : NULL,
			 sqlite3_column_int(row, 4));
	free(directory);
	free(title);
	free(id);
	free(flavour);
	free(harness);
}

static int take_rows(struct ci *ci, struct db *db, int64_t campaign, const char *sql,
		     void (*take)(struct ci *ci, sqlite3_stmt *row))
{
	sqlite3_stmt *rows = db_prepare(db, sql, "i", campaign);
	int step = rows ? db_step(db, rows) : -1;

	for (; step > 0; step = db_step(db, rows))
		take(ci, rows);
	return step < 0 ? CLI_FOUND : 0;
}

static int take_results(struct ci *ci, int64_t campaign)
{
	static const char programs[] =
		"SELECT harness, flavour, seconds, execs, coverage, corpus, crashes, trouble"
		" FROM campaign_program WHERE campaign=? ORDER BY position";
	static const char bugs[] =
		"SELECT p.harness, p.flavour, b.bug, b.title, b.crashes, b.directory"
		" FROM campaign_bug b JOIN campaign_program p"
		" ON p.campaign=b.campaign AND p.position=b.program WHERE b.campaign=?";
	struct db db;
	int ret = history_open(&db);

	if (!ret)
		ret = take_rows(ci, &db, campaign, programs, take_program);
	if (!ret)
		ret = take_rows(ci, &db, campaign, bugs, take_bug);
	db_close(&db);
	return ret;
}

static void add_names(const struct ci *ci, struct strings *names)
{
	for (int i = 0; i < ci->count; i++)
		if (ci->programs[i].built && !ci->programs[i].reason)
			strings_add_new(names, ci->programs[i].harness);
}

int ci_fuzz(struct ci *ci)
{
	int64_t left = (ci->deadline - engine_clock()) / 1000;
	int seconds = (int)(left > ci->least ? left : ci->least);
	struct campaign_result result = { 0 };
	struct strings names = { 0 };
	char *page = text_format("%s/report.html", ci->output);
	struct campaign_options options = { .tree = ci->tree,
					    .llvm = ci->llvm,
					    .seconds = seconds,
					    .jobs = ci->jobs,
					    .flavours = ci->flavours.item,
					    .report = page,
					    .fresh = true,
					    .quiet = true };
	int ret = 0;

	add_names(ci, &names);
	options.harnesses = names.item;
	if (names.count && seconds)
		ret = campaign_run(&options, &result);
	/* It has taken them for itself. What comes now may be killed, and is cleared away by the next run. */
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	if (!ret && result.number)
		ret = take_results(ci, result.number);
	ci->stopped = result.interrupted;
	campaign_result_free(&result);
	strings_clear(&names);
	free(page);
	return ret;
}
