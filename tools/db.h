/* SPDX-License-Identifier: GPL-2.0-only */
/* An SQLite database of the state directory: its schema's versions, statements, transactions. */
#ifndef VITRO_DB_H
#define VITRO_DB_H

#include <sqlite3.h>
#include <stdint.h>

/* @what: its name, in error lines. */
struct db {
	sqlite3 *handle;
	const char *what;
};

/* A step of a schema's history: what makes the version before into it. */
struct db_version {
	const char *sql;
};

/**
 * db_open() - open or make @name in the state directory, and wait for others that write
 *
 * With a write-ahead log: readers and one writer do not wait for each other, and a process that is killed loses nothing
 * that was committed. Return: 0 or an exit code after one error line; db_close() in both cases.
 */
int db_open(struct db *db, const char *name);
void db_close(struct db *db);

/* Bring it to version @count, the last of @versions. Return: 0 or an exit code. */
int db_convert(struct db *db, const struct db_version *versions, int count);

/* One error line from what SQLite says. Return: CLI_FOUND. */
int db_fail(struct db *db);

/*
 * A prepared statement with its parameters bound, one for each letter of @types: s text, i int64_t, d double. Return: NULL
 * after one error line.
 */
sqlite3_stmt *db_prepare(struct db *db, const char *sql, const char *types, ...);

/* Run to its end a statement that gives no rows, or whose rows do not matter. Return: 0 or an exit code. */
int db_run(struct db *db, const char *sql, const char *types, ...);

/* First column of the first row; @none when there is no row. Return: 0 or an exit code. */
int db_number(struct db *db, int64_t none, int64_t *value, const char *sql, const char *types, ...);
int db_text(struct db *db, char **value, const char *sql, const char *types, ...);

/* The column as a malloc-ed string, "" for NULL. */
char *db_column(sqlite3_stmt *statement, int column);

/* Step to the next row. Return: 1, 0 at the end (finalized), -1 after one error line (finalized). */
int db_step(struct db *db, sqlite3_stmt *statement);

int db_begin(struct db *db);

/* Commit when @ret is 0, else roll back. Return: @ret, or an exit code when it cannot be committed. */
int db_end(struct db *db, int ret);

#endif
