// SPDX-License-Identifier: GPL-2.0-only
/*
 * PRAGMA user_version says how far a database has come; each step is one transaction with the new version, so that a kill
 * leaves the one or the other. A step that vitro has been released with is never changed.
 */
#include "db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "project.h"

enum { PATIENCE = 30000 };

/*
 * The first to come turns the database into one with a write-ahead log, the last to leave clears the log away; between the two SQLite
 * does not always wait. So they come and leave one at a time, by a lock on the directory. Return: what gives it back when it is
 * closed.
 */
static int take_turn(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		flock(fd, LOCK_EX);
	return fd;
}

static int open_at(struct db *db, const char *path)
{
	if (sqlite3_open(path, &db->handle))
		return db_fail(db);
	sqlite3_busy_timeout(db->handle, PATIENCE);
	if (sqlite3_exec(
		    db->handle,
		    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
		    NULL, NULL, NULL))
		return db_fail(db);
	return 0;
}

int db_open(struct db *db, const char *name)
{
	char *dir = state_path("%s", ""), *path = state_path("%s", name);
	int ret = 0, turn;

	*db = (struct db){ .what = name };
	if (file_make_directories(dir)) {
		ret = cli_error("cannot write to %s: %s", dir, strerror(errno));
	} else {
		turn = take_turn(dir);
		ret = open_at(db, path);
		close(turn);
	}
	free(path);
	free(dir);
	return ret;
}

void db_close(struct db *db)
{
	char *dir = state_path("%s", "");
	int turn = take_turn(dir);

	sqlite3_close(db->handle);
	db->handle = NULL;
	close(turn);
	free(dir);
}

/* Another vitro may have converted it while this one waited to begin. */
static int convert_one(struct db *db, const struct db_version *versions, int64_t from)
{
	char *sql = text_format("%s;PRAGMA user_version=%d", versions[from].sql, (int)from + 1);
	int64_t now;
	int ret = db_begin(db);

	if (!ret) {
		ret = db_number(db, 0, &now, "PRAGMA user_version", "");
		if (!ret && now == from && sqlite3_exec(db->handle, sql, NULL, NULL, NULL))
			ret = db_fail(db);
		ret = db_end(db, ret);
	}
	free(sql);
	return ret;
}

int db_convert(struct db *db, const struct db_version *versions, int count)
{
	int64_t version;
	int ret = db_number(db, 0, &version, "PRAGMA user_version", "");

	while (!ret && version >= 0 && version < count) {
		ret = convert_one(db, versions, version);
		if (!ret)
			ret = db_number(db, 0, &version, "PRAGMA user_version", "");
	}
	if (!ret && version != count)
		ret = cli_error("%s is of a newer vitro (schema %d, this one knows %d)", db->what,
				(int)version, count);
	return ret;
}
