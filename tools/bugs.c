// SPDX-License-Identifier: GPL-2.0-only
/* What the power takes with it is found again in the directories (bugs_rebuild.c). */
#include "bugs_db.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "files.h"
#include "overrides.h"
#include "project.h"
#include "stamp.h"
#include "text.h"

int bugs_open(struct bugs **opened)
{
	struct bugs *bugs = calloc(1, sizeof(*bugs));
	int ret;

	if (!bugs)
		abort();
	ret = db_open(&bugs->db, "findings.db");
	if (!ret)
		ret = bugs_schema(bugs);
	if (!ret)
		ret = bugs_decide(bugs);
	if (ret) {
		bugs_close(bugs);
		bugs = NULL;
	}
	*opened = bugs;
	return ret;
}

void bugs_close(struct bugs *bugs)
{
	if (!bugs)
		return;
	db_close(&bugs->db);
	free(bugs);
}

char *bugs_directory(const char *directory)
{
	char *home = state_path("findings/"), *name;

	name = text_format("%s", directory + (text_starts(directory, home) ? strlen(home) : 0));
	free(home);
	return name;
}

char *bugs_title_key(const char *harness, const struct crash *parsed)
{
	return text_format("%s: %s", harness, parsed->title);
}

static int write_key(struct bugs *bugs, int64_t crash, int position, const char *kind,
		     const char *text, bool strong)
{
	return db_run(&bugs->db, "INSERT INTO crash_key VALUES(?,?,?,?,?)", "iissi", crash,
		      (int64_t)position, kind, text, (int64_t)strong);
}

static int write_keys(struct bugs *bugs, int64_t crash, const char *harness,
		      const struct crash *parsed)
{
	char *title = bugs_title_key(harness, parsed);
	bool strong = false;
	int ret = db_run(&bugs->db, "DELETE FROM crash_key WHERE crash=?", "i", crash);

	for (int i = 0; i < parsed->key_count && !ret; i++) {
		const struct crash_key *key = &parsed->keys[i];

		ret = write_key(bugs, crash, i, key->kind, key->text, key->strong);
		strong |= key->strong;
	}
	if (!ret)
		ret = write_key(bugs, crash, parsed->key_count, "title", title, !strong);
	free(title);
	return ret;
}

/* The keys of a crash as one text, to see whether they have changed. */
static int keys_text(struct bugs *bugs, int64_t crash, char **text)
{
	return db_text(&bugs->db, text,
		       "SELECT group_concat(kind||' '||text||' '||strong, char(10)) FROM"
		       " (SELECT * FROM crash_key WHERE crash=? ORDER BY position)",
		       "i", crash);
}

static int insert_crash(struct bugs *bugs, const struct bug_crash *crash,
			const struct crash *parsed, const char *directory)
{
	int64_t seen = crash->seen ? crash->seen : time(NULL);

	return db_run(
		&bugs->db,
		"INSERT INTO crash(directory, harness, flavour, tree, version, size, runs, hits,"
		" title, class, rank, first_seen, last_seen)"
		" VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?12)"
		" ON CONFLICT(directory) DO UPDATE SET flavour=?3, tree=?4, version=?5, size=?6,"
		" runs=CASE ?7 WHEN 0 THEN runs ELSE ?7 END,"
		" hits=CASE ?7 WHEN 0 THEN hits ELSE ?8 END, title=?9, class=?10, rank=?11,"
		" first_seen=min(first_seen,?12), last_seen=max(last_seen,?12)",
		"sssssiiissii", directory, crash->harness, crash->flavour, crash->tree,
		crash->version, crash->input_size, (int64_t)crash->runs, (int64_t)crash->hits,
		parsed->title, crash_class_name(parsed->class), (int64_t)crash_rank(parsed), seen);
}

/* A crash that had a bug by other keys: all that this may change is done when the bugs are next gathered. */
static int displace(struct bugs *bugs, int64_t crash)
{
	int ret = db_run(&bugs->db, "UPDATE crash SET bug=NULL WHERE id=?", "i", crash);

	return ret ? ret : bugs_stale(bugs);
}

static int write_known(struct bugs *bugs, const struct bug_crash *crash, const struct crash *parsed,
		       int64_t id, bool *changed)
{
	char *before = NULL, *after = NULL;
	int ret = keys_text(bugs, id, &before);

	if (!ret)
		ret = write_keys(bugs, id, crash->harness, parsed);
	if (!ret)
		ret = keys_text(bugs, id, &after);
	*changed = !ret && strcmp(before, after) != 0;
	if (*changed)
		ret = displace(bugs, id);
	free(before);
	free(after);
	return ret;
}

/* Return: 0 or an exit code; @homeless: it has to be put into a bug. */
static int write_crash(struct bugs *bugs, const struct bug_crash *crash, const struct crash *parsed,
		       int64_t *id, bool *homeless)
{
	char *directory = bugs_directory(crash->directory);
	int ret = db_number(&bugs->db, 0, id, "SELECT id FROM crash WHERE directory=?", "s",
			    directory);
	bool known = *id != 0;

	*homeless = true;
	if (!ret)
		ret = insert_crash(bugs, crash, parsed, directory);
	if (!ret && known)
		ret = write_known(bugs, crash, parsed, *id, homeless);
	if (!ret && !known) {
		*id = sqlite3_last_insert_rowid(bugs->db.handle);
		ret = write_keys(bugs, *id, crash->harness, parsed);
	}
	free(directory);
	return ret;
}

static int find_bug(struct bugs *bugs, int64_t crash, char id[BUG_ID], bool *is_new)
{
	char *bug = NULL;
	int64_t founded;
	int ret = db_text(&bugs->db, &bug, "SELECT bug FROM crash WHERE id=?", "i", crash);

	if (!ret)
		ret = db_number(&bugs->db, 0, &founded, "SELECT 1 FROM bug WHERE founder=?", "i",
				crash);
	if (!ret) {
		snprintf(id, BUG_ID, "%s", bug);
		if (is_new)
			*is_new = founded;
	}
	free(bug);
	return ret;
}

/* Before the database: what is in there must be found again in the directories. */
static int keep_report(const struct bug_crash *crash)
{
	char *log = text_format("%s/log", crash->directory);
	int ret = crash->report ? stamp_update(log, crash->report) : 0;

	free(log);
	return ret;
}

int bugs_add(struct bugs *bugs, const struct bug_crash *crash, const struct crash *parsed,
	     char id[BUG_ID], bool *is_new)
{
	bool homeless = false;
	int64_t number;
	int ret = keep_report(crash);

	id[0] = '\0';
	if (!ret)
		ret = db_begin(&bugs->db);
	if (ret)
		return ret;
	ret = write_crash(bugs, crash, parsed, &number, &homeless);
	if (!ret && homeless)
		ret = bugs_place(bugs, number);
	if (!ret)
		ret = find_bug(bugs, number, id, is_new);
	if (!ret && !homeless && is_new)
		*is_new = false;
	return db_end(&bugs->db, ret);
}

int bugs_lookup(struct bugs *bugs, const char *harness, const struct crash *parsed, char id[BUG_ID])
{
	static const char query[] = "SELECT b.id FROM key k JOIN bug b ON b.id=k.bug WHERE k.kind=?"
				    " AND k.text=? AND k.strong=1 ORDER BY b.founder LIMIT 1";
	char *title = bugs_title_key(harness, parsed), *bug = NULL;
	int ret = 0;

	for (int i = 0; i < parsed->key_count && !ret && !bug; i++)
		if (parsed->keys[i].strong)
			ret = db_text(&bugs->db, &bug, query, "ss", parsed->keys[i].kind,
				      parsed->keys[i].text);
	if (!ret && !bug)
		ret = db_text(&bugs->db, &bug, query, "ss", "title", title);
	snprintf(id, BUG_ID, "%s", bug ? bug : "");
	free(title);
	free(bug);
	return ret;
}
