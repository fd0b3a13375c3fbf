/* SPDX-License-Identifier: GPL-2.0-only */
/* For the tests of the findings database: a state directory of one's own, and crashes to put there. */
#ifndef UNIT_BUGS_H
#define UNIT_BUGS_H

#include "bugs_db.h"
#include "files.h"
#include "project.h"
#include "text.h"
#include "unit.h"

/* The state directory is asked for once in a process: findings and database are taken away between tests. */
static inline int empty_state(void **state)
{
	char *findings, *path;

	(void)state;
	setenv("VITRO_DIR", unit_directory(), 1);
	path = text_format("%s/overrides", unit_directory());
	setenv("VITRO_OVERRIDES", path, 1);
	unlink(path);
	free(path);
	findings = state_path("findings");
	file_remove_tree(findings);
	free(findings);
	for (int i = 0; i < 3; i++) {
		static const char *const ends[] = { "", "-wal", "-shm" };

		path = state_path("findings.db%s", ends[i]);
		unlink(path);
		free(path);
	}
	return 0;
}

/* "frames a, weak memory b": keys, as a table writes them. */
static inline void make_keys(struct crash *crash, const char *keys)
{
	struct strings list = { 0 };

	strings_split(&list, keys, ",");
	for (int i = 0; i < list.count; i++) {
		const char *text = list.item[i] + strspn(list.item[i], " ");
		bool weak = text_starts(text, "weak ");

		crash->keys[crash->key_count++] = (struct crash_key){
			.kind = "frames",
			.text = text_format("%s", text + (weak ? 5 : 0)),
			.strong = !weak,
		};
	}
	strings_clear(&list);
}

static inline void file_crash(struct bugs *bugs, const char *name, const char *keys, int size,
			      char id[BUG_ID])
{
	char *directory = state_path("findings/demo/%s", name);
	struct bug_crash crash = { .directory = directory,
				   .harness = "demo",
				   .flavour = "address",
				   .tree = "6.12",
				   .version = "6.12.1",
				   .input_size = size,
				   .runs = 5,
				   .hits = 5,
				   .report = "report\n",
				   .seen = 1000 };
	struct crash parsed = { .class = CRASH_RACE };

	snprintf(parsed.title, sizeof(parsed.title), "title of %s", name);
	make_keys(&parsed, keys);
	assert_int_equal(bugs_add(bugs, &crash, &parsed, id, NULL), 0);
	for (int i = 0; i < parsed.key_count; i++)
		free(parsed.keys[i].text);
	free(directory);
}

static inline struct bugs *opened(void)
{
	struct bugs *bugs;

	assert_int_equal(bugs_open(&bugs), 0);
	return bugs;
}

#endif
