/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rooms of bugs.h share: the database, statements, transactions. */
#ifndef VITRO_BUGS_DB_H
#define VITRO_BUGS_DB_H

#include <sqlite3.h>

#include "bugs.h"

struct bugs {
	sqlite3 *db;
};

/* One error line from what SQLite says. Return: CLI_FOUND. */
int bugs_fail(struct bugs *bugs);

/*
 * A prepared statement with its parameters bound, one for each letter of @types: s text, i int64_t. Return: NULL
 * after one error line.
 */
sqlite3_stmt *bugs_prepare(struct bugs *bugs, const char *sql, const char *types, ...);

/* Run to its end a statement that gives no rows, or whose rows do not matter. Return: 0 or an exit code. */
int bugs_run(struct bugs *bugs, const char *sql, const char *types, ...);

/* First column of the first row; @none when there is no row. Return: 0 or an exit code. */
int bugs_number(struct bugs *bugs, int64_t none, int64_t *value, const char *sql, const char *types,
		...);
int bugs_text(struct bugs *bugs, char **value, const char *sql, const char *types, ...);

/* The column as a malloc-ed string, "" for NULL. */
char *bugs_column(sqlite3_stmt *statement, int column);

/* Step to the next row. Return: 1, 0 at the end (finalized), -1 after one error line (finalized). */
int bugs_step(struct bugs *bugs, sqlite3_stmt *statement);

int bugs_begin(struct bugs *bugs);

/* Commit when @ret is 0, else roll back. Return: @ret, or an exit code when it cannot be committed. */
int bugs_end(struct bugs *bugs, int ret);

/* A step of the schema's history: what makes the version before into it. */
struct bugs_version {
	const char *sql;
};

/* Bring the database to version @count, the last of @versions. Return: 0 or an exit code. */
int bugs_convert(struct bugs *bugs, const struct bugs_version *versions, int count);

/* The schema of this vitro. */
int bugs_schema(struct bugs *bugs);

/* Take over findings.overrides; gather anew when decisions have changed. Return: 0 or an exit code. */
int bugs_decide(struct bugs *bugs);

/* Put crash @crash, with its keys written, into its bug. In a transaction. Return: 0 or an exit code. */
int bugs_place(struct bugs *bugs, int64_t crash);

/* Gather all crashes anew. In a transaction. */
int bugs_regroup(struct bugs *bugs);

/* Keys have changed: remember that all is to be gathered anew, and do so. In, and outside, a transaction. */
int bugs_stale(struct bugs *bugs);
int bugs_settle(struct bugs *bugs);

/*
 * What stands for a bug, of its crashes c: one with an input that was not run in vain, the worst of these, the
 * smallest of these.
 */
#define BUGS_BEST "c.size<0, c.runs>0 AND c.hits=0, c.rank, c.hits=0, c.size, c.directory"

/* What @directory is called in the database: below .vitro/findings when it is there. malloc-ed. */
char *bugs_directory(const char *directory);

/* What a crash without a strong key is known by: its harness and title. malloc-ed. */
char *bugs_title_key(const char *harness, const struct crash *parsed);

#endif
