// SPDX-License-Identifier: GPL-2.0-only
#include "history.h"

#include <stdlib.h>

#include "cli.h"
#include "db.h"
#include "project.h"

int history_write_run(struct db *db, const struct history_run *run)
{
	return db_run(
		db,
		"INSERT INTO runs(harness, flavour, tree, started, seconds, execs, execs_per_s,"
		" coverage, features, corpus, findings, campaign, clock, loading, found, ended)"
		" VALUES(?,?,?,?,?,?,?,?,?,?,?,nullif(?,0),?,?,?,?)",
		"sssididiiiiiddis", run->harness, run->flavour, run->tree, run->started,
		run->seconds, run->execs, run->execs_per_s, (int64_t)run->coverage,
		(int64_t)run->features, (int64_t)run->corpus, (int64_t)run->findings, run->campaign,
		run->clock, run->loading, (int64_t)run->found, run->ended);
}

int history_write_sample(struct db *db, const struct history_sample *sample)
{
	return db_run(db,
		      "INSERT INTO samples(harness, flavour, started, at, execs, execs_per_s,"
		      " coverage, features, corpus, campaign, clock)"
		      " VALUES(?,?,?,?,?,?,?,?,?,nullif(?,0),?)",
		      "ssididiiiid", sample->harness, sample->flavour, sample->started, sample->at,
		      sample->execs, sample->execs_per_s, (int64_t)sample->coverage,
		      (int64_t)sample->features, (int64_t)sample->corpus, sample->campaign,
		      sample->clock);
}

int history_add_run(const struct history_run *run)
{
	struct db db;
	int ret = history_open(&db);

	if (!ret)
		ret = history_write_run(&db, run);
	db_close(&db);
	return ret;
}

int history_add_sample(const struct history_sample *sample)
{
	struct db db;
	int ret = history_open(&db);

	if (!ret)
		ret = history_write_sample(&db, sample);
	db_close(&db);
	return ret;
}

int history_add_bench(const struct history_bench *bench)
{
	struct db db;
	int ret = history_open(&db);

	if (!ret)
		ret = db_run(&db, "INSERT INTO bench VALUES(?,?,?,?,?,?)", "isdddd", bench->time,
			     bench->name, bench->a, bench->b, bench->ratio, bench->wanted);
	db_close(&db);
	return ret;
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

static void show_bench(sqlite3_stmt *row,
		       void (*show)(const struct history_bench *bench, void *context),
		       void *context)
{
	struct history_bench bench = {
		.time = sqlite3_column_int64(row, 0),
		.name = (const char *)sqlite3_column_text(row, 1),
		.a = sqlite3_column_double(row, 2),
		.b = sqlite3_column_double(row, 3),
		.ratio = sqlite3_column_double(row, 4),
		.wanted = sqlite3_column_double(row, 5),
	};

	show(&bench, context);
}

int history_each_bench(void (*show)(const struct history_bench *bench, void *context),
		       void *context)
{
	sqlite3_stmt *rows;
	struct db db;
	int ret = history_open(&db);

	if (!ret) {
		rows = db_prepare(&db,
				  "SELECT time, name, a, b, ratio, wanted FROM bench"
				  " ORDER BY rowid",
				  "");
		ret = rows ? 0 : -1;
		while (rows && (ret = db_step(&db, rows)) > 0)
			show_bench(rows, show, context);
	}
	db_close(&db);
	return ret < 0 ? CLI_FOUND : ret;
}

static void show_sample(sqlite3_stmt *row,
			void (*show)(const struct history_sample *sample, void *context),
			void *context)
{
	struct history_sample sample = {
		.harness = (const char *)sqlite3_column_text(row, 0),
		.flavour = (const char *)sqlite3_column_text(row, 1),
		.started = sqlite3_column_int64(row, 2),
		.at = sqlite3_column_double(row, 3),
		.execs = sqlite3_column_int64(row, 4),
		.execs_per_s = sqlite3_column_double(row, 5),
		.coverage = sqlite3_column_int(row, 6),
		.features = sqlite3_column_int(row, 7),
		.corpus = sqlite3_column_int(row, 8),
		.campaign = sqlite3_column_int64(row, 9),
		.clock = sqlite3_column_double(row, 10),
	};

	show(&sample, context);
}

int history_each_sample(int64_t campaign,
			void (*show)(const struct history_sample *sample, void *context),
			void *context)
{
	static const char query[] =
		"SELECT harness, flavour, started, at, execs, execs_per_s, coverage, features,"
		" corpus, campaign, clock FROM samples WHERE ?1=0 OR campaign=?1"
		" ORDER BY harness, flavour, started, at";
	sqlite3_stmt *rows;
	struct db db;
	int ret = history_open(&db);

	if (!ret) {
		rows = db_prepare(&db, query, "i", campaign);
		ret = rows ? 0 : -1;
		while (rows && (ret = db_step(&db, rows)) > 0)
			show_sample(rows, show, context);
	}
	db_close(&db);
	return ret < 0 ? CLI_FOUND : ret;
}
