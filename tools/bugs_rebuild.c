// SPDX-License-Identifier: GPL-2.0-only
/* The database from the directories of findings: .vitro/findings/HARNESS/FLAVOUR-SHA1/{input,log,info.json}. */
#include <jansson.h>
#include <stdlib.h>

#include "bugs_db.h"
#include "cli.h"
#include "files.h"
#include "findings.h"
#include "json.h"
#include "project.h"
#include "text.h"

struct rebuild {
	struct bugs *bugs;
	bool all;            /* also what is known already */
	struct strings seen; /* directories, as the database has them */
	int ret;
};

static int add_one(struct bugs *bugs, const char *directory, const json_t *info, const char *log)
{
	const char *harness = json_text(info, "harness");
	struct bug_crash crash = {
		.directory = directory,
		.harness = harness,
		.flavour = json_text(info, "flavour"),
		.tree = json_text(info, "tree"),
		.version = json_text(info, "version"),
		.input_size = finding_input_size(directory),
		.seen = json_integer_value(json_object_get(info, "time")),
	};
	struct crash parsed;
	char id[BUG_ID];
	int ret;

	crash_parse(log, &parsed);
	ret = bugs_add(bugs, &crash, &parsed, id, NULL);
	crash_free(&parsed);
	return ret;
}

static int is_known(struct bugs *bugs, const char *name, bool *known)
{
	int64_t found;
	int ret =
		db_number(&bugs->db, 0, &found, "SELECT 1 FROM crash WHERE directory=?", "s", name);

	*known = found != 0;
	return ret;
}

/* It may have been minimized since. */
static int update_size(struct bugs *bugs, const char *name, const char *directory)
{
	return db_run(&bugs->db, "UPDATE crash SET size=?1 WHERE directory=?2 AND size!=?1", "is",
		      finding_input_size(directory), name);
}

static int take(struct rebuild *rebuild, const char *directory)
{
	char *name = bugs_directory(directory);
	char *info_path = text_format("%s/info.json", directory);
	char *log_path = text_format("%s/log", directory);
	json_t *info = json_load_file(info_path, 0, NULL);
	char *log = file_read(log_path, NULL);
	bool known = false;
	int ret = is_known(rebuild->bugs, name, &known);

	if (info && log)
		strings_add(&rebuild->seen, name);
	if (!ret && info && log && json_text(info, "harness") && (rebuild->all || !known))
		ret = add_one(rebuild->bugs, directory, info, log);
	else if (!ret && known)
		ret = update_size(rebuild->bugs, name, directory);
	json_decref(info);
	free(log);
	free(log_path);
	free(info_path);
	free(name);
	return ret;
}

static int take_finding(const char *path, const char *name, void *context)
{
	struct rebuild *rebuild = context;

	(void)name;
	return rebuild->ret = take(rebuild, path);
}

static int take_harness(const char *path, const char *name, void *context)
{
	struct rebuild *rebuild = context;

	(void)name;
	file_each_directory(path, take_finding, rebuild);
	return rebuild->ret;
}

static int walk(struct rebuild *rebuild)
{
	char *home = state_path("findings");

	file_each_directory(home, take_harness, rebuild);
	free(home);
	strings_sort(&rebuild->seen);
	return rebuild->ret;
}

/* Crashes whose directories have gone. */
static int forget(struct rebuild *rebuild)
{
	sqlite3_stmt *rows = db_prepare(&rebuild->bugs->db, "SELECT directory FROM crash", "");
	struct strings gone = { 0 };
	int ret = -1;

	while (rows && (ret = db_step(&rebuild->bugs->db, rows)) > 0) {
		const char *name = (const char *)sqlite3_column_text(rows, 0);

		if (!strings_find(&rebuild->seen, name))
			strings_add(&gone, name);
	}
	for (int i = 0; i < gone.count && !ret; i++)
		ret = db_run(&rebuild->bugs->db, "DELETE FROM crash WHERE directory=?", "s",
			     gone.item[i]);
	strings_clear(&gone);
	return ret ? CLI_FOUND : 0;
}

static int forget_and_gather(struct rebuild *rebuild)
{
	int ret = db_begin(&rebuild->bugs->db);

	if (ret)
		return ret;
	ret = forget(rebuild);
	if (!ret)
		ret = bugs_stale(rebuild->bugs);
	ret = db_end(&rebuild->bugs->db, ret);
	return ret ? ret : bugs_settle(rebuild->bugs);
}

int bugs_rebuild(struct bugs *bugs, int *known)
{
	struct rebuild rebuild = { .bugs = bugs, .all = true };
	int ret = walk(&rebuild);

	if (!ret)
		ret = forget_and_gather(&rebuild);
	*known = rebuild.seen.count;
	strings_clear(&rebuild.seen);
	return ret;
}

int bugs_adopt(struct bugs *bugs)
{
	struct rebuild rebuild = { .bugs = bugs };
	int ret = walk(&rebuild);

	strings_clear(&rebuild.seen);
	return ret;
}
