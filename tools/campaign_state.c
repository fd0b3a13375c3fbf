// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a campaign has come to, in history.db: written every other second and at the end of each slice, in one transaction. After
 * a kill nothing is gone but the numbers of what was fuzzed behind the last of these.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "campaign_parts.h"
#include "cli.h"
#include "files.h"

int campaign_find(struct campaign *campaign, const char *request)
{
	return db_number(
		&campaign->db, 0, &campaign->number,
		"SELECT id FROM campaign WHERE ended IS NULL AND (?1 IS NULL OR request=?1)"
		" ORDER BY id DESC LIMIT 1",
		"s", request);
}

int campaign_create(struct campaign *campaign, const char *request)
{
	char *flags = strings_list(&campaign->flags, " ");
	int ret =
		db_run(&campaign->db,
		       "INSERT INTO campaign(request, tree, version, llvm, flags, started, seconds,"
		       " jobs, clock, slices) VALUES(?,?,?,?,?,?,?,?,0,0)",
		       "sssisiii", request, campaign->tree ? campaign->tree : "",
		       campaign->programs[0].build.tree.version, (int64_t)campaign->llvm, flags,
		       (int64_t)time(NULL), (int64_t)campaign->seconds, (int64_t)campaign->jobs);

	campaign->number = ret ? 0 : sqlite3_last_insert_rowid(campaign->db.handle);
	free(flags);
	return ret;
}

/* ---- Writing ---- */

static int save_program(struct campaign *campaign, int position)
{
	const struct program *program = &campaign->programs[position];
	const struct campaign_share *share = &program->share;

	return db_run(
		&campaign->db,
		"INSERT OR REPLACE INTO campaign_program(campaign, position, harness, flavour,"
		" slices, last_slice, seconds, recent_seconds, recent_found, loading, execs,"
		" coverage, features, found, corpus, crashes, last_new, trouble)"
		" VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
		"iissiiddddiiiiiids", campaign->number, (int64_t)position, program->harness,
		program->build.flavour->name, (int64_t)share->slices, share->last, program->seconds,
		share->seconds, share->found, program->loading, program->execs,
		(int64_t)program->coverage, (int64_t)program->features, program->found,
		(int64_t)program->corpus, (int64_t)program->crashes, program->last_new,
		program->trouble);
}

static int save_bug(struct campaign *campaign, const struct campaign_bug *bug)
{
	return db_run(&campaign->db,
		      "INSERT OR REPLACE INTO campaign_bug(campaign, bug, title, program, clock,"
		      " fresh, crashes, directory) VALUES(?,?,?,?,?,?,?,?)",
		      "issidiis", campaign->number, bug->id, bug->title, (int64_t)bug->program,
		      bug->clock, (int64_t)bug->fresh, (int64_t)bug->crashes, bug->directory);
}

int campaign_save(struct campaign *campaign, bool ended)
{
	int ret = db_begin(&campaign->db);

	if (ret)
		return ret;
	ret = db_run(&campaign->db,
		     "UPDATE campaign SET clock=?, slices=?, jobs=?, ended=nullif(?,0) WHERE id=?",
		     "diiii", campaign->clock, campaign->slices, (int64_t)campaign->jobs,
		     ended ? (int64_t)time(NULL) : 0, campaign->number);
	for (int i = 0; i < campaign->count && !ret; i++)
		ret = save_program(campaign, i);
	for (int i = 0; i < campaign->bug_count && !ret; i++)
		ret = save_bug(campaign, &campaign->bugs[i]);
	return db_end(&campaign->db, ret);
}

int campaign_sample(struct campaign *campaign)
{
	return db_run(
		&campaign->db,
		"INSERT INTO campaign_sample(campaign, clock, execs, execs_per_s, found, bugs)"
		" VALUES(?,?,?,?,?,?)",
		"ididii", campaign->number, campaign->clock, campaign_execs(campaign),
		campaign->rate, campaign_found(campaign), (int64_t)campaign->bug_count);
}

/* ---- Reading ---- */

static void load_program(struct program *program, sqlite3_stmt *row)
{
	program->share.slices = sqlite3_column_int(row, 0);
	program->share.last = sqlite3_column_int64(row, 1);
	program->seconds = sqlite3_column_double(row, 2);
	program->share.seconds = sqlite3_column_double(row, 3);
	program->share.found = sqlite3_column_double(row, 4);
	program->loading = sqlite3_column_double(row, 5);
	program->execs = sqlite3_column_int64(row, 6);
	program->coverage = (unsigned int)sqlite3_column_int(row, 7);
	program->features = (unsigned int)sqlite3_column_int(row, 8);
	program->found = sqlite3_column_int64(row, 9);
	program->corpus = (unsigned int)sqlite3_column_int(row, 10);
	program->crashes = sqlite3_column_int(row, 11);
	program->last_new = sqlite3_column_double(row, 12);
}

static int load_programs(struct campaign *campaign)
{
	int ret = 0;

	for (int i = 0; i < campaign->count && ret >= 0; i++) {
		struct program *program = &campaign->programs[i];
		sqlite3_stmt *row = db_prepare(
			&campaign->db,
			"SELECT slices, last_slice, seconds, recent_seconds, recent_found, loading,"
			" execs, coverage, features, found, corpus, crashes, last_new"
			" FROM campaign_program WHERE campaign=? AND harness=? AND flavour=?",
			"iss", campaign->number, program->harness, program->build.flavour->name);

		ret = row ? db_step(&campaign->db, row) : -1;
		if (ret <= 0)
			continue;
		load_program(program, row);
		sqlite3_finalize(row);
	}
	return ret < 0 ? CLI_FOUND : 0;
}

static void load_bug(struct campaign *campaign, sqlite3_stmt *row)
{
	struct campaign_bug bug = { 0 };
	size_t room = (size_t)(campaign->bug_count + 1) * sizeof(bug);

	snprintf(bug.id, sizeof(bug.id), "%s", (const char *)sqlite3_column_text(row, 0));
	bug.title = db_column(row, 1);
	bug.program = sqlite3_column_int(row, 2);
	bug.clock = sqlite3_column_double(row, 3);
	bug.fresh = sqlite3_column_int(row, 4);
	bug.crashes = bug.before = sqlite3_column_int(row, 5);
	bug.directory = db_column(row, 6);
	campaign->bugs = memory_resize(campaign->bugs, room);
	campaign->bugs[campaign->bug_count++] = bug;
}

static int load_bugs(struct campaign *campaign)
{
	sqlite3_stmt *rows =
		db_prepare(&campaign->db,
			   "SELECT bug, title, program, clock, fresh, crashes, directory"
			   " FROM campaign_bug WHERE campaign=? ORDER BY clock",
			   "i", campaign->number);
	int ret = rows ? 0 : -1;

	while (rows && (ret = db_step(&campaign->db, rows)) > 0)
		load_bug(campaign, rows);
	return ret ? CLI_FOUND : 0;
}

int campaign_load(struct campaign *campaign)
{
	sqlite3_stmt *row =
		db_prepare(&campaign->db, "SELECT clock, slices FROM campaign WHERE id=?", "i",
			   campaign->number);
	int ret = row ? db_step(&campaign->db, row) : -1;

	if (ret <= 0)
		return CLI_FOUND;
	campaign->before = campaign->clock = sqlite3_column_double(row, 0);
	campaign->slices = sqlite3_column_int64(row, 1);
	sqlite3_finalize(row);
	ret = load_programs(campaign);
	return ret ? ret : load_bugs(campaign);
}

/* ---- What it consists of ---- */

static int load_request(struct campaign *campaign)
{
	sqlite3_stmt *row = db_prepare(&campaign->db,
				       "SELECT tree, llvm, seconds, flags FROM campaign WHERE id=?",
				       "i", campaign->number);
	int ret = row ? db_step(&campaign->db, row) : -1;
	char *flags;

	if (ret <= 0)
		return CLI_FOUND;
	free(campaign->tree);
	campaign->tree = *sqlite3_column_text(row, 0) ? db_column(row, 0) : NULL;
	campaign->llvm = sqlite3_column_int(row, 1);
	campaign->seconds = sqlite3_column_int(row, 2);
	flags = db_column(row, 3);
	strings_split(&campaign->flags, flags, " ");
	free(flags);
	sqlite3_finalize(row);
	return 0;
}

static int column(struct campaign *campaign, struct strings *list, const char *flavour)
{
	sqlite3_stmt *rows = db_prepare(&campaign->db,
					"SELECT CASE WHEN ?2 IS NULL THEN flavour ELSE harness END"
					" FROM campaign_program WHERE campaign=?1 AND"
					" (?2 IS NULL OR flavour=?2) ORDER BY position",
					"is", campaign->number, flavour);
	int ret = rows ? 0 : -1;

	while (rows && (ret = db_step(&campaign->db, rows)) > 0)
		strings_add_new(list, (const char *)sqlite3_column_text(rows, 0));
	return ret ? CLI_FOUND : 0;
}

int campaign_rebuild(struct campaign *campaign)
{
	struct strings flavours = { 0 };
	int ret = load_request(campaign);

	if (!ret)
		ret = column(campaign, &flavours, NULL);
	for (int i = 0; i < flavours.count && !ret; i++) {
		struct strings names = { 0 };

		ret = column(campaign, &names, flavours.item[i]);
		if (!ret)
			ret = campaign_build(campaign, flavours.item[i], &names);
		strings_clear(&names);
	}
	strings_clear(&flavours);
	return ret;
}
