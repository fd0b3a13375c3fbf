// SPDX-License-Identifier: GPL-2.0-only
/* Decisions are copied into the database, which so knows what its bugs were gathered by. */
#include <stdlib.h>
#include <string.h>

#include "bugs_db.h"
#include "overrides.h"

/* PRAGMA application_id is used as the mark: it is a part of transactions as every table is. */
int bugs_stale(struct bugs *bugs)
{
	return db_run(&bugs->db, "PRAGMA application_id=1", "");
}

static int is_stale(struct bugs *bugs, bool *stale)
{
	int64_t mark;
	int ret = db_number(&bugs->db, 0, &mark, "PRAGMA application_id", "");

	*stale = mark != 0;
	return ret;
}

int bugs_settle(struct bugs *bugs)
{
	bool stale;
	int ret = is_stale(bugs, &stale);

	if (ret || !stale)
		return ret;
	ret = db_begin(&bugs->db);
	if (ret)
		return ret;
	ret = bugs_regroup(bugs);
	if (!ret)
		ret = db_run(&bugs->db, "PRAGMA application_id=0", "");
	return db_end(&bugs->db, ret);
}

static bool is_row(sqlite3_stmt *row, const struct override *override)
{
	return !strcmp((const char *)sqlite3_column_text(row, 0),
		       decision_names[override->decision]) &&
	       !strcmp((const char *)sqlite3_column_text(row, 1), override->a) &&
	       !strcmp((const char *)sqlite3_column_text(row, 2), override->b) &&
	       !strcmp((const char *)sqlite3_column_text(row, 3), override->reason);
}

static int compare(struct bugs *bugs, const struct overrides *overrides, bool *same)
{
	sqlite3_stmt *rows = db_prepare(
		&bugs->db, "SELECT kind, a, b, reason FROM decision ORDER BY position", "");
	int count = 0, step = -1;

	*same = true;
	while (rows && (step = db_step(&bugs->db, rows)) > 0) {
		if (count >= overrides->count || !is_row(rows, &overrides->list[count]))
			*same = false;
		count++;
	}
	*same = *same && count == overrides->count;
	return step;
}

static int replace(struct bugs *bugs, const struct overrides *overrides)
{
	int ret = db_begin(&bugs->db);

	if (ret)
		return ret;
	ret = db_run(&bugs->db, "DELETE FROM decision", "");
	for (int i = 0; i < overrides->count && !ret; i++)
		ret = db_run(&bugs->db, "INSERT INTO decision VALUES(?,?,?,?,?)", "issss",
			     (int64_t)i, decision_names[overrides->list[i].decision],
			     overrides->list[i].a, overrides->list[i].b, overrides->list[i].reason);
	if (!ret)
		ret = bugs_stale(bugs);
	return db_end(&bugs->db, ret);
}

int bugs_decide(struct bugs *bugs)
{
	struct overrides overrides;
	bool same;
	int ret = overrides_read(&overrides);

	if (ret)
		return ret;
	ret = compare(bugs, &overrides, &same);
	if (!ret && !same)
		ret = replace(bugs, &overrides);
	overrides_free(&overrides);
	return ret ? ret : bugs_settle(bugs);
}
