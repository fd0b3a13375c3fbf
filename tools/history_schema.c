// SPDX-License-Identifier: GPL-2.0-only
#include "db.h"
#include "history.h"

/* Tables of the first version were made before versions were counted. */
static const struct db_version history[] = {
	{ "CREATE TABLE IF NOT EXISTS runs(harness TEXT, flavour TEXT, tree TEXT, started INTEGER,"
	  " seconds REAL, execs INTEGER, execs_per_s REAL, coverage INTEGER, corpus INTEGER,"
	  " findings INTEGER);"
	  "CREATE TABLE IF NOT EXISTS bench(time INTEGER, name TEXT, a REAL, b REAL, ratio REAL,"
	  " wanted REAL);"
	  "CREATE TABLE IF NOT EXISTS samples(harness TEXT, flavour TEXT, started INTEGER, at REAL,"
	  " execs INTEGER, execs_per_s REAL, coverage INTEGER, corpus INTEGER);" },
	{ "ALTER TABLE runs ADD COLUMN features INTEGER;"
	  "ALTER TABLE runs ADD COLUMN campaign INTEGER;"
	  "ALTER TABLE runs ADD COLUMN clock REAL;"
	  "ALTER TABLE runs ADD COLUMN loading REAL;"
	  "ALTER TABLE runs ADD COLUMN found INTEGER;"
	  "ALTER TABLE runs ADD COLUMN ended TEXT;"
	  "ALTER TABLE samples ADD COLUMN features INTEGER;"
	  "ALTER TABLE samples ADD COLUMN campaign INTEGER;"
	  "ALTER TABLE samples ADD COLUMN clock REAL;"
	  "CREATE INDEX runs_campaign ON runs(campaign);"
	  "CREATE INDEX samples_campaign ON samples(campaign);"
	  "CREATE TABLE campaign(id INTEGER PRIMARY KEY, request TEXT NOT NULL, tree TEXT NOT NULL,"
	  " version TEXT NOT NULL, llvm INTEGER NOT NULL, flags TEXT NOT NULL,"
	  " started INTEGER NOT NULL, ended INTEGER, seconds INTEGER NOT NULL,"
	  " jobs INTEGER NOT NULL, clock REAL NOT NULL, slices INTEGER NOT NULL);"
	  "CREATE TABLE campaign_program(campaign INTEGER NOT NULL REFERENCES campaign(id),"
	  " position INTEGER NOT NULL, harness TEXT NOT NULL, flavour TEXT NOT NULL,"
	  " slices INTEGER NOT NULL, last_slice INTEGER NOT NULL, seconds REAL NOT NULL,"
	  " recent_seconds REAL NOT NULL, recent_found REAL NOT NULL, loading REAL NOT NULL,"
	  " execs INTEGER NOT NULL, coverage INTEGER NOT NULL, features INTEGER NOT NULL,"
	  " found INTEGER NOT NULL, corpus INTEGER NOT NULL, crashes INTEGER NOT NULL,"
	  " last_new REAL NOT NULL, trouble TEXT, PRIMARY KEY(campaign, position)) WITHOUT ROWID;"
	  "CREATE TABLE campaign_bug(campaign INTEGER NOT NULL REFERENCES campaign(id),"
	  " bug TEXT NOT NULL, title TEXT NOT NULL, program INTEGER NOT NULL, clock REAL NOT NULL,"
	  " fresh INTEGER NOT NULL, crashes INTEGER NOT NULL, directory TEXT,"
	  " PRIMARY KEY(campaign, bug, title)) WITHOUT ROWID;"
	  "CREATE TABLE campaign_sample(campaign INTEGER NOT NULL REFERENCES campaign(id),"
	  " clock REAL NOT NULL, execs INTEGER NOT NULL, execs_per_s REAL NOT NULL,"
	  " found INTEGER NOT NULL, bugs INTEGER NOT NULL);"
	  "CREATE INDEX campaign_sample_of ON campaign_sample(campaign);" },
};

int history_open(struct db *db)
{
	int ret = db_open(db, "history.db");

	return ret ? ret : db_convert(db, history, sizeof(history) / sizeof(history[0]));
}
