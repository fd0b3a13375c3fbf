// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bugs_db.h"
#include "cli.h"
#include "files.h"
#include "project.h"
#include "text.h"

#define OF_BUG "FROM crash c WHERE c.bug=b.id"
#define STATED                                                        \
	" WHERE d.kind IN ('ignore','fixed') AND (d.a=b.id OR d.a IN" \
	" (SELECT own FROM crash WHERE bug=b.id)) ORDER BY d.position DESC LIMIT 1)"
static const char columns[] =
	"SELECT b.id, f.title, f.class, f.rank, f.harness, (SELECT count(*) " OF_BUG "),"
	" f.directory, (SELECT min(c.first_seen) " OF_BUG ") AS first,"
	" (SELECT max(c.last_seen) " OF_BUG "), (SELECT d.kind FROM decision d" STATED ","
	" (SELECT d.reason FROM decision d" STATED
	" FROM bug b JOIN crash f ON f.id=(SELECT c.id " OF_BUG " ORDER BY " BUGS_BEST " LIMIT 1) ";

static enum crash_class class_of(const char *name)
{
	int class = 0;

	while (class < CRASH_UNKNOWN && strcmp(crash_class_name(class), name) != 0)
		class ++;
	return class;
}

static char *absolute(sqlite3_stmt *row, int column)
{
	const char *path = (const char *)sqlite3_column_text(row, column);

	if (path && path[0] == '/')
		return text_format("%s", path);
	return state_path("findings/%s", path ? path : "");
}

static const char *state_of(const char *decision)
{
	if (!decision)
		return "open";
	return strcmp(decision, "fixed") == 0 ? "fixed" : "ignored";
}

static void read_bug(sqlite3_stmt *row, struct bug *bug)
{
	char *class = db_column(row, 2);

	*bug = (struct bug){
		.title = db_column(row, 1),
		.class = class_of(class),
		.rank = sqlite3_column_int(row, 3),
		.harness = db_column(row, 4),
		.crashes = sqlite3_column_int(row, 5),
		.best = absolute(row, 6),
		.first_seen = sqlite3_column_int64(row, 7),
		.last_seen = sqlite3_column_int64(row, 8),
		.state = text_format("%s", state_of((const char *)sqlite3_column_text(row, 9))),
		.note = db_column(row, 10),
	};
	snprintf(bug->id, BUG_ID, "%s", (const char *)sqlite3_column_text(row, 0));
	free(class);
}

void bug_free(struct bug *bug)
{
	free(bug->title);
	free(bug->harness);
	free(bug->state);
	free(bug->note);
	free(bug->best);
	*bug = (struct bug){ 0 };
}

int bugs_list(struct bugs *bugs, struct bug **list, int *count)
{
	char *sql = text_format("%s ORDER BY f.rank, first, b.founder", columns);
	sqlite3_stmt *rows = NULL;
	int step = -1;

	*list = NULL;
	*count = 0;
	if (!bugs_settle(bugs))
		rows = db_prepare(&bugs->db, sql, "");
	while (rows && (step = db_step(&bugs->db, rows)) > 0) {
		*list = memory_resize(*list, (size_t)(*count + 1) * sizeof(**list));
		read_bug(rows, &(*list)[(*count)++]);
	}
	free(sql);
	return step ? CLI_FOUND : 0;
}

void bugs_list_free(struct bug *list, int count)
{
	for (int i = 0; i < count; i++)
		bug_free(&list[i]);
	free(list);
}

/* Bugs that are, or whose crashes would be, called @id and something. */
static int bugs_called(struct bugs *bugs, const char *id, struct strings *found)
{
	sqlite3_stmt *rows =
		db_prepare(&bugs->db,
			   "SELECT DISTINCT bug FROM crash WHERE bug NOT NULL AND"
			   " (substr(own,1,length(?1))=?1 OR substr(bug,1,length(?1))=?1)",
			   "s", id);
	int step = -1;

	while (rows && (step = db_step(&bugs->db, rows)) > 0)
		strings_add(found, (const char *)sqlite3_column_text(rows, 0));
	strings_sort(found);
	return step ? CLI_FOUND : 0;
}

static int choose(const char *id, const struct strings *found)
{
	char *list;

	if (found->count == 1)
		return 0;
	if (!found->count)
		return cli_error("no finding %.40s; vitro findings lists them", id);
	list = strings_list(found, ", ");
	cli_error("%s is the beginning of several: %s", id, list);
	free(list);
	return CLI_USAGE;
}

static int read_one(struct bugs *bugs, const char *id, struct bug *bug)
{
	char *sql = text_format("%s WHERE b.id=?", columns);
	sqlite3_stmt *row = db_prepare(&bugs->db, sql, "s", id);
	int step = row ? db_step(&bugs->db, row) : -1;

	free(sql);
	if (step > 0) {
		read_bug(row, bug);
		sqlite3_finalize(row);
	}
	return step > 0 ? 0 : CLI_FOUND;
}

int bugs_find(struct bugs *bugs, const char *id, struct bug *bug)
{
	struct strings found = { 0 };
	int ret;

	*bug = (struct bug){ 0 };
	ret = bugs_settle(bugs);
	if (!ret && *id)
		ret = bugs_called(bugs, id, &found);
	if (!ret)
		ret = choose(id, &found);
	if (!ret && found.item)
		ret = read_one(bugs, found.item[0], bug);
	strings_clear(&found);
	return ret;
}
