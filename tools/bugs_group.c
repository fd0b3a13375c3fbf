// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which crashes are one bug: those whose strong keys meet, in the order in which they came, unless a person decided
 * otherwise. It follows from the tables crash, crash_key and decision alone, and can be computed again at any time.
 *
 * Each crash has an id of its own, from its first strong key. A bug has that of the crash that founded it; by the
 * others it can be found, too.
 */
#include <sha1.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bugs_db.h"
#include "cli.h"
#include "files.h"
#include "text.h"

/* Does a decision of @kind hold between a crash or bug named ?1 and one named ?2? */
#define NAMES(parameter) \
	"(SELECT own FROM crash WHERE bug=" parameter " UNION ALL SELECT " parameter ")"
static const char different[] =
	"SELECT 1 FROM decision WHERE kind='different' AND"
	" ((a IN " NAMES("?1") " AND b IN " NAMES("?2") ") OR"
							" (b IN " NAMES("?1") " AND a IN " NAMES(
								"?2") ")) LIMIT 1";

static int are_different(struct bugs *bugs, const char *a, const char *b, bool *result)
{
	int64_t found;
	int ret = db_number(&bugs->db, 0, &found, different, "ss", a, b);

	*result = found && strcmp(a, b) != 0;
	return ret;
}

/* Make @other a part of @bug. */
static int merge(struct bugs *bugs, const char *bug, const char *other)
{
	static const char *const steps[] = {
		"UPDATE crash SET bug=?1 WHERE bug=?2",
		"INSERT OR IGNORE INTO key SELECT kind, text, strong, ?1 FROM key WHERE bug=?2",
		"DELETE FROM key WHERE bug=?2 AND ?1!=?2",
		"DELETE FROM bug WHERE id=?2 AND ?1!=?2",
	};
	int ret = 0;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && !ret; i++)
		ret = db_run(&bugs->db, steps[i], "ss", bug, other);
	return ret;
}

/* The crash's own id: of its first strong key, one further when chance gave that to another bug. */
static int name_crash(struct bugs *bugs, int64_t crash, char own[BUG_ID])
{
	char *key = NULL, digest[SHA1_DIGEST_STRING_LENGTH], *salted;
	int64_t taken;
	int ret = db_text(&bugs->db, &key,
			  "SELECT kind||' '||text FROM crash_key WHERE crash=? AND strong"
			  " ORDER BY position LIMIT 1",
			  "i", crash);

	for (int again = 0; !ret && key; again++) {
		salted = again ? text_format("%s %d", key, again) : text_format("%s", key);
		SHA1Data((const uint8_t *)salted, strlen(salted), digest);
		free(salted);
		snprintf(own, BUG_ID, "%.8s", digest);
		ret = db_number(&bugs->db, 0, &taken,
				"SELECT 1 FROM crash c JOIN crash_key k ON k.crash=c.id"
				" WHERE c.own=?1 AND c.id!=?2 AND k.position="
				"(SELECT min(position) FROM crash_key WHERE crash=c.id AND strong)"
				" AND k.kind||' '||k.text!=?3 LIMIT 1",
				"sis", own, crash, key);
		if (!taken)
			break;
	}
	free(key);
	return ret ? ret : db_run(&bugs->db, "UPDATE crash SET own=? WHERE id=?", "si", own, crash);
}

/* Bugs that share a strong key with @crash, the oldest first. */
static int meet(struct bugs *bugs, int64_t crash, struct strings *met)
{
	sqlite3_stmt *rows = db_prepare(
		&bugs->db,
		"SELECT DISTINCT b.id FROM crash_key c JOIN key k ON k.kind=c.kind AND"
		" k.text=c.text AND k.strong=1 JOIN bug b ON b.id=k.bug WHERE c.crash=? AND"
		" c.strong ORDER BY b.founder",
		"i", crash);
	int ret = -1;

	while (rows && (ret = db_step(&bugs->db, rows)) > 0)
		strings_add(met, (const char *)sqlite3_column_text(rows, 0));
	return ret ? CLI_FOUND : 0;
}

/* Of the bugs that were met, the one that the crash goes to, "" for none; the others become part of it. */
static int choose(struct bugs *bugs, const char *own, const struct strings *met, char bug[BUG_ID])
{
	int ret = 0;

	bug[0] = '\0';
	for (int i = 0; i < met->count && !ret; i++) {
		bool apart;

		ret = are_different(bugs, met->item[i], own, &apart);
		if (!ret && !apart && bug[0])
			ret = are_different(bugs, met->item[i], bug, &apart);
		if (ret || apart)
			continue;
		if (bug[0])
			ret = merge(bugs, bug, met->item[i]);
		else
			snprintf(bug, BUG_ID, "%s", met->item[i]);
	}
	return ret;
}

/* The bug that is or was called @name, NULL when there is none. */
static int resolve(struct bugs *bugs, const char *name, char **bug)
{
	return db_text(&bugs->db, bug,
		       "SELECT b.id FROM crash c JOIN bug b ON b.id=c.bug WHERE c.own=?1 OR b.id=?1"
		       " ORDER BY b.id!=?1, b.founder LIMIT 1",
		       "s", name);
}

static int merge_named(struct bugs *bugs, const char *a, const char *b)
{
	char *first = NULL, *second = NULL;
	int64_t swapped;
	int ret = resolve(bugs, a, &first);

	if (!ret)
		ret = resolve(bugs, b, &second);
	if (!ret && first && second && strcmp(first, second)) {
		ret = db_number(&bugs->db, 0, &swapped,
				"SELECT (SELECT founder FROM bug WHERE id=?1) >"
				" (SELECT founder FROM bug WHERE id=?2)",
				"ss", first, second);
		if (!ret)
			ret = merge(bugs, swapped ? second : first, swapped ? first : second);
	}
	free(first);
	free(second);
	return ret;
}

/* What a person called the same. */
static int merge_decided(struct bugs *bugs)
{
	sqlite3_stmt *rows = db_prepare(
		&bugs->db, "SELECT a, b FROM decision WHERE kind='same' ORDER BY position", "");
	struct strings pairs = { 0 };
	int ret = -1;

	while (rows && (ret = db_step(&bugs->db, rows)) > 0) {
		strings_add(&pairs, (const char *)sqlite3_column_text(rows, 0));
		strings_add(&pairs, (const char *)sqlite3_column_text(rows, 1));
	}
	for (int i = 0; i < pairs.count && !ret; i += 2)
		ret = merge_named(bugs, pairs.item[i], pairs.item[i + 1]);
	strings_clear(&pairs);
	return ret ? CLI_FOUND : 0;
}

int bugs_place(struct bugs *bugs, int64_t crash)
{
	char own[BUG_ID] = "", bug[BUG_ID];
	struct strings met = { 0 };
	int ret = name_crash(bugs, crash, own);

	if (!ret)
		ret = meet(bugs, crash, &met);
	if (!ret)
		ret = choose(bugs, own, &met, bug);
	if (!ret && !bug[0]) {
		snprintf(bug, BUG_ID, "%s", own);
		ret = db_run(&bugs->db, "INSERT INTO bug VALUES(?,?)", "si", bug, crash);
	}
	if (!ret)
		ret = db_run(&bugs->db, "UPDATE crash SET bug=? WHERE id=?", "si", bug, crash);
	if (!ret)
		ret = db_run(
			&bugs->db,
			"INSERT OR IGNORE INTO key SELECT kind, text, strong, ?1 FROM crash_key"
			" WHERE crash=?2",
			"si", bug, crash);
	strings_clear(&met);
	return ret ? ret : merge_decided(bugs);
}

int bugs_regroup(struct bugs *bugs)
{
	sqlite3_stmt *rows;
	int64_t *ids = NULL;
	int count = 0, step = -1, ret;

	ret = db_run(&bugs->db, "UPDATE crash SET bug=NULL, own=NULL", "");
	if (!ret)
		ret = db_run(&bugs->db, "DELETE FROM key", "");
	if (!ret)
		ret = db_run(&bugs->db, "DELETE FROM bug", "");
	rows = ret ? NULL : db_prepare(&bugs->db, "SELECT id FROM crash ORDER BY id", "");
	while (rows && (step = db_step(&bugs->db, rows)) > 0) {
		ids = memory_resize(ids, (size_t)(count + 1) * sizeof(*ids));
		ids[count++] = sqlite3_column_int64(rows, 0);
	}
	for (int i = 0; i < count && !step; i++)
		step = bugs_place(bugs, ids[i]);
	free(ids);
	return ret || step ? CLI_FOUND : 0;
}
