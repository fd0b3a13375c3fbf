// SPDX-License-Identifier: GPL-2.0-only
/*
 * The schema's history. PRAGMA user_version says how far a database has come; each step is one transaction with the new
 * version, so that a kill leaves the one or the other. A step that vitro has been released with is never changed.
 */
#include <stdlib.h>

#include "bugs_db.h"
#include "cli.h"
#include "files.h"

static const struct bugs_version history[] = {
	{ "CREATE TABLE bug(id TEXT PRIMARY KEY, founder INTEGER NOT NULL);"
	  "CREATE TABLE crash(id INTEGER PRIMARY KEY, directory TEXT NOT NULL UNIQUE,"
	  " harness TEXT NOT NULL, flavour TEXT, tree TEXT, version TEXT, size INTEGER NOT NULL,"
	  " runs INTEGER NOT NULL, hits INTEGER NOT NULL, title TEXT NOT NULL, class TEXT NOT NULL,"
	  " rank INTEGER NOT NULL, own TEXT, bug TEXT REFERENCES bug(id),"
	  " first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL);"
	  "CREATE INDEX crash_bug ON crash(bug);"
	  "CREATE INDEX crash_own ON crash(own);"
	  "CREATE TABLE crash_key(crash INTEGER NOT NULL REFERENCES crash(id) ON DELETE CASCADE,"
	  " position INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,"
	  " strong INTEGER NOT NULL, PRIMARY KEY(crash, position)) WITHOUT ROWID;"
	  "CREATE TABLE key(kind TEXT NOT NULL, text TEXT NOT NULL, strong INTEGER NOT NULL,"
	  " bug TEXT NOT NULL REFERENCES bug(id), PRIMARY KEY(kind, text, strong, bug)) WITHOUT ROWID;"
	  "CREATE INDEX key_bug ON key(bug);"
	  "CREATE TABLE decision(position INTEGER PRIMARY KEY, kind TEXT NOT NULL, a TEXT NOT NULL,"
	  " b TEXT NOT NULL, reason TEXT NOT NULL);" },
};

/* Another vitro may have converted it while this one waited to begin. */
static int convert_one(struct bugs *bugs, const struct bugs_version *versions, int64_t from)
{
	char *sql = text_format("%s;PRAGMA user_version=%d", versions[from].sql, (int)from + 1);
	int64_t now;
	int ret = bugs_begin(bugs);

	if (!ret) {
		ret = bugs_number(bugs, 0, &now, "PRAGMA user_version", "");
		if (!ret && now == from && sqlite3_exec(bugs->db, sql, NULL, NULL, NULL))
			ret = bugs_fail(bugs);
		ret = bugs_end(bugs, ret);
	}
	free(sql);
	return ret;
}

int bugs_convert(struct bugs *bugs, const struct bugs_version *versions, int count)
{
	int64_t version;
	int ret = bugs_number(bugs, 0, &version, "PRAGMA user_version", "");

	while (!ret && version >= 0 && version < count) {
		ret = convert_one(bugs, versions, version);
		if (!ret)
			ret = bugs_number(bugs, 0, &version, "PRAGMA user_version", "");
	}
	if (!ret && version != count)
		ret = cli_error("findings.db is of a newer vitro (schema %d, this one knows %d)",
				(int)version, count);
	return ret;
}

int bugs_schema(struct bugs *bugs)
{
	return bugs_convert(bugs, history, sizeof(history) / sizeof(history[0]));
}
