// SPDX-License-Identifier: GPL-2.0-only
/* What a bug consists of: its crashes and the keys that hold them together. */
#include <stdlib.h>

#include "bugs_db.h"
#include "cli.h"
#include "files.h"
#include "project.h"
#include "text.h"

static struct bug_crash read_crash(sqlite3_stmt *row)
{
	char *name = db_column(row, 0);
	struct bug_crash crash = {
		.directory =
			name[0] == '/' ? text_format("%s", name) : state_path("findings/%s", name),
		.harness = db_column(row, 1),
		.flavour = db_column(row, 2),
		.tree = db_column(row, 3),
		.version = db_column(row, 4),
		.input_size = sqlite3_column_int64(row, 5),
		.runs = sqlite3_column_int(row, 6),
		.hits = sqlite3_column_int(row, 7),
		.seen = sqlite3_column_int64(row, 8),
	};

	free(name);
	return crash;
}

int bugs_crashes(struct bugs *bugs, const char *id, struct bug_crash **list, int *count)
{
	sqlite3_stmt *rows =
		db_prepare(&bugs->db,
			   "SELECT directory, harness, flavour, tree, version, size, runs,"
			   " hits, first_seen FROM crash c WHERE bug=? ORDER BY " BUGS_BEST,
			   "s", id);
	int step = -1;

	*list = NULL;
	*count = 0;
	while (rows && (step = db_step(&bugs->db, rows)) > 0) {
		*list = memory_resize(*list, (size_t)(*count + 1) * sizeof(**list));
		(*list)[(*count)++] = read_crash(rows);
	}
	return step ? CLI_FOUND : 0;
}

int bugs_named(struct bugs *bugs, const char *id, char **directory)
{
	char *name = NULL;
	int ret = db_text(
		&bugs->db, &name,
		"SELECT directory FROM crash c WHERE substr(own,1,length(?1))=?1 OR"
		" substr(bug,1,length(?1))=?1 ORDER BY substr(own,1,length(?1))!=?1, " BUGS_BEST
		" LIMIT 1",
		"s", id);

	*directory = NULL;
	if (!ret && !name)
		ret = cli_error("no finding %.40s", id);
	if (name)
		*directory =
			name[0] == '/' ? text_format("%s", name) : state_path("findings/%s", name);
	free(name);
	return ret;
}

void bug_crashes_free(struct bug_crash *list, int count)
{
	for (int i = 0; i < count; i++) {
		free((char *)list[i].directory);
		free((char *)list[i].harness);
		free((char *)list[i].flavour);
		free((char *)list[i].tree);
		free((char *)list[i].version);
	}
	free(list);
}

char *bug_crash_report(const struct bug_crash *crash)
{
	char *path = text_format("%s/log", crash->directory);
	char *text = file_read(path, NULL);

	free(path);
	return text;
}

int bugs_keys(struct bugs *bugs, const char *id, struct bug_key **list, int *count)
{
	sqlite3_stmt *rows = db_prepare(&bugs->db,
					"SELECT kind, text, strong FROM key WHERE bug=? ORDER BY"
					" strong DESC, kind, text",
					"s", id);
	int step = -1;

	*list = NULL;
	*count = 0;
	while (rows && (step = db_step(&bugs->db, rows)) > 0) {
		*list = memory_resize(*list, (size_t)(*count + 1) * sizeof(**list));
		(*list)[(*count)++] = (struct bug_key){
			.kind = db_column(rows, 0),
			.text = db_column(rows, 1),
			.strong = sqlite3_column_int(rows, 2),
		};
	}
	return step ? CLI_FOUND : 0;
}

void bug_keys_free(struct bug_key *list, int count)
{
	for (int i = 0; i < count; i++) {
		free(list[i].kind);
		free(list[i].text);
	}
	free(list);
}
