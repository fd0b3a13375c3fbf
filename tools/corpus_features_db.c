// SPDX-License-Identifier: GPL-2.0-only
#include "corpus_features_db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "build_id.h"
#include "cli.h"
#include "files.h"
#include "project.h"

enum { VERSION = 1, BUSY_MS = 60000, FEW = 1000 };

static const char schema[] =
	"CREATE TABLE builds(id INTEGER PRIMARY KEY, program TEXT UNIQUE, path TEXT, used INTEGER);"
	"CREATE TABLE sets(id INTEGER PRIMARY KEY, build INTEGER, features BLOB);"
	"CREATE INDEX sets_build ON sets(build);"
	"CREATE TABLE inputs(build INTEGER, name TEXT, set_id INTEGER, PRIMARY KEY(build, name))"
	" WITHOUT ROWID;"
	"CREATE TABLE files(device INTEGER, inode INTEGER, size INTEGER, modified INTEGER,"
	" changed INTEGER, name TEXT, PRIMARY KEY(device, inode)) WITHOUT ROWID;"
	"PRAGMA user_version = 1;";

static int number(sqlite3 *db, const char *sql, int64_t *value)
{
	sqlite3_stmt *statement;
	int ret = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

	if (ret)
		return ret;
	ret = sqlite3_step(statement);
	if (ret == SQLITE_ROW)
		*value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return ret == SQLITE_ROW || ret == SQLITE_DONE ? 0 : ret;
}

/* Return: 0, an SQLite result, or SQLITE_MISMATCH for one of another vitro. */
static int prepare(sqlite3 *db)
{
	int64_t version = 0;
	int ret;

	sqlite3_busy_timeout(db, BUSY_MS);
	ret = sqlite3_exec(
		db,
		"PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
		"PRAGMA mmap_size=1073741824;",
		NULL, NULL, NULL);
	if (!ret)
		ret = number(db, "PRAGMA user_version", &version);
	if (ret || version == VERSION)
		return ret;
	ret = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	if (!ret)
		ret = number(db, "PRAGMA user_version", &version);
	if (!ret && version && version != VERSION)
		ret = SQLITE_MISMATCH;
	if (!ret && !version)
		ret = sqlite3_exec(db, schema, NULL, NULL, NULL);
	sqlite3_exec(db, ret ? "ROLLBACK" : "COMMIT", NULL, NULL, NULL);
	return ret;
}

static void remove_database(const char *path)
{
	static const char *const parts[] = { "", "-wal", "-shm" };

	for (int i = 0; i < 3; i++) {
		char *part = text_format("%s%s", path, parts[i]);

		unlink(part);
		free(part);
	}
}

/* Anew when it is broken, in memory when there is no place for it. */
sqlite3 *features_database(const char *harness)
{
	char *path = state_path("features/%s.db", harness), *dir = state_path("features");
	sqlite3 *db = NULL;
	int ret = SQLITE_CANTOPEN;

	file_make_directories(dir);
	for (int attempt = 0; attempt < 2 && ret; attempt++) {
		ret = sqlite3_open(path, &db);
		if (!ret)
			ret = prepare(db);
		if (!ret)
			break;
		sqlite3_close(db);
		db = NULL;
		if (ret == SQLITE_NOTADB || ret == SQLITE_CORRUPT || ret == SQLITE_MISMATCH)
			remove_database(path);
		else
			break;
	}
	if (ret) {
		fprintf(stderr, "vitro: %s cannot be used (%s): what inputs do is not kept\n", path,
			sqlite3_errstr(ret));
		if (sqlite3_open(":memory:", &db) || prepare(db))
			abort();
	}
	free(dir);
	free(path);
	return db;
}

static int find_build(struct features *features, const char *program, bool add)
{
	char *id = build_id(program), *sql;
	int ret = SQLITE_OK;

	if (add) {
		sql = sqlite3_mprintf("INSERT INTO builds(program,path,used) VALUES(%Q,%Q,%lld)"
				      " ON CONFLICT(program) DO UPDATE SET path=%Q, used=%lld",
				      id, program, (long long)time(NULL), program,
				      (long long)time(NULL));
		ret = sqlite3_exec(features->db, sql, NULL, NULL, NULL);
		sqlite3_free(sql);
	}
	sql = sqlite3_mprintf("SELECT id FROM builds WHERE program=%Q", id);
	if (!ret)
		ret = number(features->db, sql, &features->build);
	sqlite3_free(sql);
	free(id);
	return ret;
}

static int load_sets(struct features *features)
{
	sqlite3_stmt *row;
	int ret = sqlite3_prepare_v2(features->db,
				     "SELECT id,features FROM sets WHERE build=? ORDER BY id", -1,
				     &row, NULL);

	if (ret)
		return ret;
	sqlite3_bind_int64(row, 1, features->build);
	while ((ret = sqlite3_step(row)) == SQLITE_ROW)
		features_intern(features, sqlite3_column_blob(row, 1),
				sqlite3_column_bytes(row, 1) / (int)sizeof(uint32_t),
				sqlite3_column_int64(row, 0));
	sqlite3_finalize(row);
	return ret == SQLITE_DONE ? 0 : ret;
}

/* A set that was written by two is under two ids: inputs of the other one are run again. */
static int set_of(const struct features *features, int64_t id)
{
	int low = 0, high = features->count;

	while (low < high) {
		int middle = (low + high) / 2;

		if (features->sets[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < features->count && features->sets[low].id == id ? low : FEATURES_UNKNOWN;
}

static int load_inputs(struct features *features)
{
	sqlite3_stmt *row;
	int ret = sqlite3_prepare_v2(features->db,
				     "SELECT name,set_id FROM inputs WHERE build=? ORDER BY name",
				     -1, &row, NULL);

	if (ret)
		return ret;
	sqlite3_bind_int64(row, 1, features->build);
	while ((ret = sqlite3_step(row)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(row, 0);
		int64_t id = sqlite3_column_int64(row, 1);
		int set = id ? set_of(features, id) : FEATURES_BAD;

		if (name && corpus_is_name(name) && set != FEATURES_UNKNOWN)
			features_input(&features->old, name, set);
	}
	sqlite3_finalize(row);
	return ret == SQLITE_DONE ? 0 : ret;
}

int features_open(struct features **opened, const char *harness, const char *program)
{
	struct features *features = calloc(1, sizeof(*features));
	int ret;

	if (!features)
		abort();
	*opened = features;
	features->db = features_database(harness);
	ret = find_build(features, program, false);
	if (!ret && features->build) {
		ret = load_sets(features);
		if (!ret)
			ret = load_inputs(features);
	}
	if (!ret)
		ret = corpus_names_load(&features->names, features->db);
	if (!ret)
		return 0;
	cli_fail("cannot read what inputs of %s do: %s", harness, sqlite3_errmsg(features->db));
	features_close(features);
	*opened = NULL;
	return CLI_FOUND;
}

/* ---- Writing ---- */

static int save_sets(struct features *features)
{
	sqlite3_stmt *insert;
	int ret = sqlite3_prepare_v2(features->db, "INSERT INTO sets(build,features) VALUES(?,?)",
				     -1, &insert, NULL);

	for (int i = 0; i < features->count && !ret; i++) {
		struct stored_set *set = &features->sets[i];

		if (set->id)
			continue;
		sqlite3_bind_int64(insert, 1, features->build);
		sqlite3_bind_blob(insert, 2, set->list, set->count * (int)sizeof(uint32_t),
				  SQLITE_STATIC);
		sqlite3_step(insert);
		ret = sqlite3_reset(insert);
		set->id = sqlite3_last_insert_rowid(features->db);
	}
	sqlite3_finalize(insert);
	return ret;
}

static int save_inputs(struct features *features)
{
	sqlite3_stmt *insert;
	int ret = sqlite3_prepare_v2(features->db, "REPLACE INTO inputs VALUES(?,?,?)", -1, &insert,
				     NULL);

	features_sort(&features->fresh);
	features->saved += features->fresh.count;
	for (int i = 0; i < features->fresh.count && !ret; i++) {
		const struct stored_input *input = &features->fresh.list[i];

		sqlite3_bind_int64(insert, 1, features->build);
		sqlite3_bind_text(insert, 2, input->name, -1, SQLITE_STATIC);
		sqlite3_bind_int64(insert, 3, input->set < 0 ? 0 : features->sets[input->set].id);
		sqlite3_step(insert);
		ret = sqlite3_reset(insert);
	}
	sqlite3_finalize(insert);
	features->fresh.count = 0;
	return ret;
}

void features_save(struct features *features, const char *program)
{
	int ret = sqlite3_exec(features->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

	if (!ret && !features->build)
		ret = find_build(features, program, true);
	if (!ret)
		ret = save_sets(features);
	if (!ret)
		ret = save_inputs(features);
	if (!ret)
		ret = corpus_names_save(features->names);
	if (!ret)
		ret = sqlite3_exec(features->db, "COMMIT", NULL, NULL, NULL);
	if (!ret)
		return;
	fprintf(stderr, "vitro: what inputs do is not kept: %s\n", sqlite3_errmsg(features->db));
	sqlite3_exec(features->db, "ROLLBACK", NULL, NULL, NULL);
}

void features_close(struct features *features)
{
	if (!features)
		return;
	for (int i = 0; i < features->count; i++)
		free(features->sets[i].list);
	corpus_names_free(features->names);
	free(features->sets);
	free(features->slot);
	free(features->old.list);
	free(features->fresh.list);
	if (features->saved < FEW) /* they may stay in the log */
		sqlite3_db_config(features->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_close(features->db);
	free(features);
}
