// SPDX-License-Identifier: GPL-2.0-only
#include "history.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "cli.h"
#include "files.h"
#include "project.h"

static const char schema[] =
	"CREATE TABLE IF NOT EXISTS runs(harness TEXT, flavour TEXT, tree TEXT, started INTEGER,"
	" seconds REAL, execs INTEGER, execs_per_s REAL, coverage INTEGER, corpus INTEGER,"
	" findings INTEGER);"
	"CREATE TABLE IF NOT EXISTS bench(time INTEGER, name TEXT, a REAL, b REAL, ratio REAL,"
	" wanted REAL);"
	"CREATE TABLE IF NOT EXISTS samples(harness TEXT, flavour TEXT, started INTEGER, at REAL,"
	" execs INTEGER, execs_per_s REAL, coverage INTEGER, corpus INTEGER);";

static int fail(sqlite3 *db)
{
	int code = cli_fail("cannot use the history: %s", sqlite3_errmsg(db));

	sqlite3_close(db);
	return code;
}

static int open_history(sqlite3 **db)
{
	char *dir = state_path("%s", "");
	char *path = state_path("history.db");
	int ret = file_make_directories(dir);

	if (!ret)
		ret = sqlite3_open(path, db);
	else
		*db = NULL;
	free(path);
	free(dir);
	if (ret)
		return fail(*db);
	/* Another vitro may be writing the same file. */
	sqlite3_busy_timeout(*db, 5000);
	return sqlite3_exec(*db, schema, NULL, NULL, NULL) ? fail(*db) : 0;
}

static int finish(sqlite3 *db, sqlite3_stmt *statement)
{
	int ret = sqlite3_step(statement);

	sqlite3_finalize(statement);
	if (ret != SQLITE_DONE)
		return fail(db);
	sqlite3_close(db);
	return 0;
}

int history_add_run(const struct history_run *run)
{
	sqlite3_stmt *insert;
	sqlite3 *db;
	int ret = open_history(&db);

	if (ret)
		return ret;
	if (sqlite3_prepare_v2(db, "INSERT INTO runs VALUES(?,?,?,?,?,?,?,?,?,?)", -1, &insert,
			       NULL))
		return fail(db);
	sqlite3_bind_text(insert, 1, run->harness, -1, SQLITE_STATIC);
	sqlite3_bind_text(insert, 2, run->flavour, -1, SQLITE_STATIC);
	sqlite3_bind_text(insert, 3, run->tree, -1, SQLITE_STATIC);
	sqlite3_bind_int64(insert, 4, run->started);
	sqlite3_bind_double(insert, 5, run->seconds);
	sqlite3_bind_int64(insert, 6, run->execs);
	sqlite3_bind_double(insert, 7, run->execs_per_s);
	sqlite3_bind_int(insert, 8, run->coverage);
	sqlite3_bind_int(insert, 9, run->corpus);
	sqlite3_bind_int(insert, 10, run->findings);
	return finish(db, insert);
}

int history_add_bench(const struct history_bench *bench)
{
	sqlite3_stmt *insert;
	sqlite3 *db;
	int ret = open_history(&db);

	if (ret)
		return ret;
	if (sqlite3_prepare_v2(db, "INSERT INTO bench VALUES(?,?,?,?,?,?)", -1, &insert, NULL))
		return fail(db);
	sqlite3_bind_int64(insert, 1, bench->time);
	sqlite3_bind_text(insert, 2, bench->name, -1, SQLITE_STATIC);
	sqlite3_bind_double(insert, 3, bench->a);
	sqlite3_bind_double(insert, 4, bench->b);
	sqlite3_bind_double(insert, 5, bench->ratio);
	sqlite3_bind_double(insert, 6, bench->wanted);
	return finish(db, insert);
}

double history_last_rate(const char *harness)
{
	static const char query[] = "SELECT execs_per_s FROM runs WHERE harness=? AND execs > 0"
				    " ORDER BY rowid DESC LIMIT 1";
	char *path = state_path("history.db");
	sqlite3_stmt *select = NULL;
	sqlite3 *db = NULL;
	double rate = 0;

	if (!sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) &&
	    !sqlite3_prepare_v2(db, query, -1, &select, NULL)) {
		sqlite3_bind_text(select, 1, harness, -1, SQLITE_STATIC);
		if (sqlite3_step(select) == SQLITE_ROW)
			rate = sqlite3_column_double(select, 0);
	}
	sqlite3_finalize(select);
	sqlite3_close(db);
	free(path);
	return rate;
}

int history_each_bench(void (*show)(const struct history_bench *bench, void *context),
		       void *context)
{
	sqlite3_stmt *select;
	sqlite3 *db;
	int ret = open_history(&db);

	if (ret)
		return ret;
	if (sqlite3_prepare_v2(db, "SELECT time,name,a,b,ratio,wanted FROM bench ORDER BY rowid",
			       -1, &select, NULL))
		return fail(db);
	while (sqlite3_step(select) == SQLITE_ROW) {
		struct history_bench bench = {
			.time = sqlite3_column_int64(select, 0),
			.name = (const char *)sqlite3_column_text(select, 1),
			.a = sqlite3_column_double(select, 2),
			.b = sqlite3_column_double(select, 3),
			.ratio = sqlite3_column_double(select, 4),
			.wanted = sqlite3_column_double(select, 5),
		};

		show(&bench, context);
	}
	sqlite3_finalize(select);
	sqlite3_close(db);
	return 0;
}

int history_add_sample(const struct history_sample *sample)
{
	sqlite3_stmt *insert;
	sqlite3 *db;
	int ret = open_history(&db);

	if (ret)
		return ret;
	if (sqlite3_prepare_v2(db, "INSERT INTO samples VALUES(?,?,?,?,?,?,?,?)", -1, &insert,
			       NULL))
		return fail(db);
	sqlite3_bind_text(insert, 1, sample->harness, -1, SQLITE_STATIC);
	sqlite3_bind_text(insert, 2, sample->flavour, -1, SQLITE_STATIC);
	sqlite3_bind_int64(insert, 3, sample->started);
	sqlite3_bind_double(insert, 4, sample->at);
	sqlite3_bind_int64(insert, 5, sample->execs);
	sqlite3_bind_double(insert, 6, sample->execs_per_s);
	sqlite3_bind_int(insert, 7, sample->coverage);
	sqlite3_bind_int(insert, 8, sample->corpus);
	return finish(db, insert);
}

int history_each_sample(void (*show)(const struct history_sample *sample, void *context),
			void *context)
{
	sqlite3_stmt *select;
	sqlite3 *db;
	int ret = open_history(&db);

	if (ret)
		return ret;
	if (sqlite3_prepare_v2(db,
			       "SELECT harness, flavour, started, at, execs, execs_per_s, coverage,"
			       " corpus FROM samples ORDER BY harness, flavour, started, at",
			       -1, &select, NULL))
		return fail(db);
	while (sqlite3_step(select) == SQLITE_ROW) {
		struct history_sample sample = {
			.harness = (const char *)sqlite3_column_text(select, 0),
			.flavour = (const char *)sqlite3_column_text(select, 1),
			.started = sqlite3_column_int64(select, 2),
			.at = sqlite3_column_double(select, 3),
			.execs = sqlite3_column_int64(select, 4),
			.execs_per_s = sqlite3_column_double(select, 5),
			.coverage = sqlite3_column_int(select, 6),
			.corpus = sqlite3_column_int(select, 7),
		};

		show(&sample, context);
	}
	sqlite3_finalize(select);
	sqlite3_close(db);
	return 0;
}
