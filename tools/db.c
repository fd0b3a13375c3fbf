// SPDX-License-Identifier: GPL-2.0-only
#include "db.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"

int db_fail(struct db *db)
{
	int code = sqlite3_system_errno(db->handle);

	/* "disk I/O error" is all that SQLite says of a full disk where it maps a file. */
	if (sqlite3_errcode(db->handle) == SQLITE_IOERR && code)
		return cli_fail("cannot use %s: %s", db->what, strerror(code));
	return cli_fail("cannot use %s: %s", db->what, sqlite3_errmsg(db->handle));
}

static void bind(sqlite3_stmt *statement, const char *types, va_list args)
{
	for (int i = 0; types[i]; i++) {
		if (types[i] == 's')
			sqlite3_bind_text(statement, i + 1, va_arg(args, const char *), -1,
					  SQLITE_TRANSIENT);
		else if (types[i] == 'd')
			sqlite3_bind_double(statement, i + 1, va_arg(args, double));
		else
			sqlite3_bind_int64(statement, i + 1, va_arg(args, int64_t));
	}
}

static sqlite3_stmt *prepare(struct db *db, const char *sql, const char *types, va_list args)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL)) {
		db_fail(db);
		return NULL;
	}
	bind(statement, types, args);
	return statement;
}

sqlite3_stmt *db_prepare(struct db *db, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement;
	va_list args;

	va_start(args, types);
	statement = prepare(db, sql, types, args);
	va_end(args);
	return statement;
}

int db_step(struct db *db, sqlite3_stmt *statement)
{
	int ret = sqlite3_step(statement);

	if (ret == SQLITE_ROW)
		return 1;
	if (ret != SQLITE_DONE)
		db_fail(db);
	sqlite3_finalize(statement);
	return ret == SQLITE_DONE ? 0 : -1;
}

int db_run(struct db *db, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement;
	va_list args;
	int ret;

	va_start(args, types);
	statement = prepare(db, sql, types, args);
	va_end(args);
	if (!statement)
		return CLI_FOUND;
	while ((ret = db_step(db, statement)) > 0)
		;
	return ret ? CLI_FOUND : 0;
}

int db_number(struct db *db, int64_t none, int64_t *value, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement;
	va_list args;
	int ret;

	va_start(args, types);
	statement = prepare(db, sql, types, args);
	va_end(args);
	ret = statement ? db_step(db, statement) : -1;
	*value = ret > 0 ? sqlite3_column_int64(statement, 0) : none;
	if (ret > 0)
		sqlite3_finalize(statement);
	return ret < 0 ? CLI_FOUND : 0;
}

int db_text(struct db *db, char **value, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement;
	va_list args;
	int ret;

	va_start(args, types);
	statement = prepare(db, sql, types, args);
	va_end(args);
	ret = statement ? db_step(db, statement) : -1;
	*value = ret > 0 ? db_column(statement, 0) : NULL;
	if (ret > 0)
		sqlite3_finalize(statement);
	return ret < 0 ? CLI_FOUND : 0;
}

char *db_column(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	return text_format("%s", text ? text : "");
}

int db_begin(struct db *db)
{
	return db_run(db, "BEGIN IMMEDIATE", "");
}

int db_end(struct db *db, int ret)
{
	if (!ret)
		ret = db_run(db, "COMMIT", "");
	if (ret)
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	return ret;
}
