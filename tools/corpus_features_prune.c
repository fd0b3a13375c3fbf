// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "build_id.h"
#include "corpus_features_db.h"
#include "files.h"
#include "project.h"
#include "text.h"

static void forget(sqlite3 *db, const char *program)
{
	char *drop = sqlite3_mprintf(
		"BEGIN IMMEDIATE;"
		"DELETE FROM inputs WHERE build=(SELECT id FROM builds WHERE program=%Q);"
		"DELETE FROM sets WHERE build=(SELECT id FROM builds WHERE program=%Q);"
		"DELETE FROM builds WHERE program=%Q; COMMIT;",
		program, program, program);

	sqlite3_exec(db, drop, NULL, NULL, NULL);
	sqlite3_free(drop);
}

int features_prune(const char *harness, bool dry)
{
	static const char sql[] = "SELECT program,path FROM builds";
	struct strings gone = { 0 };
	char *path = state_path("features/%s.db", harness);
	sqlite3_stmt *row = NULL;
	sqlite3 *db;

	if (!file_exists(path)) {
		free(path);
		return 0;
	}
	free(path);
	db = features_database(harness);
	sqlite3_prepare_v2(db, sql, -1, &row, NULL);
	while (row && sqlite3_step(row) == SQLITE_ROW) {
		char *now = build_id((const char *)sqlite3_column_text(row, 1));

		if (strcmp(now, (const char *)sqlite3_column_text(row, 0)) != 0)
			strings_add(&gone, (const char *)sqlite3_column_text(row, 0));
		free(now);
	}
	sqlite3_finalize(row);
	for (int i = 0; i < gone.count && !dry; i++)
		forget(db, gone.item[i]);
	if (gone.count && !dry)
		sqlite3_exec(db, "VACUUM", NULL, NULL, NULL);
	sqlite3_close(db);
	dry = gone.count;
	strings_clear(&gone);
	return dry;
}
