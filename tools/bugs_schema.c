// SPDX-License-Identifier: GPL-2.0-only
/*
 * The schema's history. PRAGMA user_version says how far a database has come; each step is one transaction with the new
 * version, so that a kill leaves the one or the other. A step that vitro has been released with is never changed.
 */
#include "bugs_db.h"

static const struct db_version history[] = {
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

int bugs_schema(struct bugs *bugs)
{
	return db_convert(&bugs->db, history, sizeof(history) / sizeof(history[0]));
}
