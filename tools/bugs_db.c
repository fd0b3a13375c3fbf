// SPDX-License-Identifier: GPL-2.0-only
#include "bugs_db.h"

#include <stdarg.h>
#include <stdlib.h>

#include "cli.h"
#include "files.h"

int bugs_fail(struct bugs *bugs)
{
	return cli_fail("cannot use the findings database: %s", sqlite3_errmsg(bugs->db));
}

static void bind(sqlite3_stmt *statement, const char *types, va_list args)
{
	for (int i = 0; types[i]; i++) {
		if (types[i] == 's')
			sqlite3_bind_text(statement, i + 1, va_arg(args, const char *), -1,
					  SQLITE_TRANSIENT);
		else
			sqlite3_bind_int64(statement, i + 1, va_arg(args, int64_t));
	}
}

static sqlite3_stmt *prepare(struct bugs *bugs, const char *sql, const char *types, va_list args)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(bugs->db, sql, -1, &statement, NULL)) {
		bugs_fail(bugs);
		return NULL;
	}
	bind(statement, types, args);
	return statement;
}

sqlite3_stmt *bugs_prepare(struct bugs *bugs, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement;
	va_list args;

	va_start(args, types);
	statement = prepare(bugs, sql, types, args);
	va_end(args);
	return statement;
}

int bugs_step(struct bugs *bugs, sqlite3_stmt *statement)
{
	int ret = sqlite3_step(statement);

	if (ret == SQLITE_ROW)
		return 1;
	if (ret != SQLITE_DONE)
		bugs_fail(bugs);
	sqlite3_finalize(statement);
	return ret == SQLITE_DONE ? 0 : -1;
}

int bugs_run(struct bugs *bugs, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement;
	va_list args;
	int ret;

	va_start(args, types);
	statement = prepare(bugs, sql, types, args);
	va_end(args);
	if (!statement)
		return CLI_FOUND;
	while ((ret = bugs_step(bugs, statement)) > 0)
		;
	return ret ? CLI_FOUND : 0;
}

int bugs_number(struct bugs *bugs, int64_t none, int64_t *value, const char *sql, const char *types,
		...)
{
	sqlite3_stmt *statement;
	va_list args;
	int ret;

	va_start(args, types);
	statement = prepare(bugs, sql, types, args);
	va_end(args);
	ret = statement ? bugs_step(bugs, statement) : -1;
	*value = ret > 0 ? sqlite3_column_int64(statement, 0) : none;
	if (ret > 0)
		sqlite3_finalize(statement);
	return ret < 0 ? CLI_FOUND : 0;
}

int bugs_text(struct bugs *bugs, char **value, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement;
	va_list args;
	int ret;

	va_start(args, types);
	statement = prepare(bugs, sql, types, args);
	va_end(args);
	ret = statement ? bugs_step(bugs, statement) : -1;
	*value = ret > 0 ? bugs_column(statement, 0) : NULL;
	if (ret > 0)
		sqlite3_finalize(statement);
	return ret < 0 ? CLI_FOUND : 0;
}

char *bugs_column(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	return text_format("%s", text ? text : "");
}

int bugs_begin(struct bugs *bugs)
{
	return bugs_run(bugs, "BEGIN IMMEDIATE", "");
}

int bugs_end(struct bugs *bugs, int ret)
{
	if (!ret)
		ret = bugs_run(bugs, "COMMIT", "");
	if (ret)
		sqlite3_exec(bugs->db, "ROLLBACK", NULL, NULL, NULL);
	return ret;
}
