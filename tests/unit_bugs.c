// SPDX-License-Identifier: GPL-2.0-only
/* Crashes are gathered into bugs by their keys and by what a person decided; nothing is lost or depends on chance. */
#include <signal.h>
#include <sys/wait.h>

#include "bugs_db.h"
#include "files.h"
#include "overrides.h"
#include "project.h"
#include "text.h"
#include "unit.h"

/* The state directory is asked for once in a process: findings and database are taken away between tests. */
static int empty_state(void **state)
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
static void make_keys(struct crash *crash, const char *keys)
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

static void file_crash(struct bugs *bugs, const char *name, const char *keys, int size,
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

static struct bugs *opened(void)
{
	struct bugs *bugs;

	assert_int_equal(bugs_open(&bugs), 0);
	return bugs;
}

static void write_overrides(const char *text)
{
	assert_int_equal(file_write(getenv("VITRO_OVERRIDES"), text, strlen(text)), 0);
}

/* Crashes in the order in which they come, one a word; the bugs they make, as "ab c" for {a, b} and {c}. */
static const struct {
	const char *crashes[5], *bugs;
} rows[] = {
	{ { "k1", "k1" }, "ab" },
	{ { "k1", "k2" }, "a b" },
	{ { "k1,k2", "k2,k3", "k3" }, "abc" },
	{ { "k1", "k2", "k1,k2" }, "abc" },                /* two bugs turn out to be one */
	{ { "k1", "k2", "k3", "k2,k3", "k1" }, "ae bcd" }, /* the older stays */
	{ { "weak k1", "weak k1" }, "a b" },               /* weak keys hold nothing together */
	{ { "k1,weak k2", "k2" }, "a b" },
	{ { "k1,weak k2", "weak k2,k1" }, "ab" },
};

static char *grouped(struct bugs *bugs)
{
	char *text = text_format("%s", "");
	struct bug *list;
	int count;

	assert_int_equal(bugs_list(bugs, &list, &count), 0);
	for (int i = 0; i < count; i++) {
		struct bug_crash *crashes;
		int many;

		assert_int_equal(bugs_crashes(bugs, list[i].id, &crashes, &many), 0);
		for (int j = -1; j < many; j++) {
			char *longer = text_format("%s%s", text,
						   j < 0 ? (i ? " " : "") :
							   strrchr(crashes[j].directory, '/') + 1);

			free(text);
			text = longer;
		}
		bug_crashes_free(crashes, many);
	}
	bugs_list_free(list, count);
	return text;
}

static void crashes_are_gathered_by_strong_keys(void **state)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bugs *bugs;
		char id[BUG_ID], *groups;

		empty_state(state);
		bugs = opened();
		for (int j = 0; j < 5 && rows[i].crashes[j]; j++)
			file_crash(bugs, (char[]){ (char)('a' + j), 0 }, rows[i].crashes[j], 10,
				   id);
		for (int again = 0; again < 2; again++) {
			groups = grouped(bugs);
			assert_string_equal(groups, rows[i].bugs);
			free(groups);
			assert_int_equal(bugs_stale(bugs), 0);
		}
		bugs_close(bugs);
	}
}

/* What is in the overrides counts before keys, from the next time on that the database is opened. */
static void decisions_count_before_keys(void **state)
{
	char a[BUG_ID], b[BUG_ID], c[BUG_ID], *groups;
	struct bugs *bugs = opened();
	struct bug bug;

	(void)state;
	file_crash(bugs, "a", "k1", 10, a);
	file_crash(bugs, "b", "k2", 10, b);
	file_crash(bugs, "c", "k2,k1", 10, c);
	assert_string_equal(c, a);
	bugs_close(bugs);
	assert_int_equal(overrides_set(DECIDED_DIFFERENT, a, b, "two places"), 0);
	bugs = opened();
	groups = grouped(bugs);
	assert_string_equal(groups, "a bc");
	free(groups);
	bugs_close(bugs);
	assert_int_equal(overrides_set(DECIDED_SAME, b, a, "one cause"), 0);
	assert_int_equal(overrides_set(DECIDED_IGNORE, b, "", "known"), 0);
	bugs = opened();
	groups = grouped(bugs);
	assert_string_equal(groups, "abc");
	free(groups);
	assert_int_equal(bugs_find(bugs, b, &bug), 0); /* what was merged is found by its old id */
	assert_string_equal(bug.id, a);
	assert_string_equal(bug.state, "ignored");
	assert_string_equal(bug.note, "known");
	bug_free(&bug);
	bugs_close(bugs);
	assert_int_equal(overrides_reopen(b), 0);
	bugs = opened();
	assert_int_equal(bugs_find(bugs, a, &bug), 0);
	assert_string_equal(bug.state, "open");
	bug_free(&bug);
	bugs_close(bugs);
}

static const struct {
	const char *text, *error;
} wrong_overrides[] = {
	{ "# fine\n\nsame 01234567 89abcdef # why\n", NULL },
	{ "ignore 01234567", NULL },
	{ "\nsmae 01234567 89abcdef\n", ":2: 'smae' is not same, different, ignore or fixed" },
	{ "same 01234567\n", ":1: same wants 2 IDs" },
	{ "fixed 01234567 89abcdef # x\n", ":1: fixed wants 1 ID" },
	{ "ignore 0123456g # x\n", ":1: '0123456g' is not an ID" },
	{ "same 01234567 01234567\n", ":1: same of 01234567 and itself" },
	{ "same 01234567 89abcdef\ndifferent 89ABCDEF 01234567\n", ":2: contradicts line 1" },
	{ "\xff\xfe\x01", ":1: " },
};

static void wrong_overrides_are_refused_by_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wrong_overrides); i++) {
		struct overrides overrides;
		const char *said;
		int ret;

		write_overrides(wrong_overrides[i].text);
		unit_listen();
		ret = overrides_read(&overrides);
		said = unit_said();
		overrides_free(&overrides);
		assert_int_equal(ret, wrong_overrides[i].error ? 2 : 0);
		if (wrong_overrides[i].error)
			assert_non_null(strstr(said, wrong_overrides[i].error));
	}
}

/* An override that is written leaves the file's other lines as they were. */
static void overrides_are_edited(void **state)
{
	char *text;

	(void)state;
	write_overrides("# ours\nignore 01234567 # old\nsame 11111111 22222222\n");
	assert_int_equal(overrides_set(DECIDED_FIXED, "01234567", "", "by v6.13"), 0);
	assert_int_equal(overrides_set(DECIDED_DIFFERENT, "22222222", "11111111", ""), 0);
	text = file_read(getenv("VITRO_OVERRIDES"), NULL);
	assert_string_equal(text,
			    "# ours\nfixed 01234567 # by v6.13\ndifferent 22222222 11111111\n");
	free(text);
}

static void the_smallest_that_reproduces_is_shown(void **state)
{
	struct bugs *bugs = opened();
	char id[BUG_ID];
	struct bug bug;

	(void)state;
	file_crash(bugs, "large", "k1", 100, id);
	file_crash(bugs, "small", "k1", 3, id);
	file_crash(bugs, "none", "k1", -1, id);
	assert_int_equal(bugs_find(bugs, id, &bug), 0);
	assert_string_equal(strrchr(bug.best, '/'), "/small");
	assert_int_equal(bug.crashes, 3);
	bug_free(&bug);
	bugs_close(bugs);
}

/* A crash that comes again with other keys is gathered anew. */
static void keys_that_change(void **state)
{
	struct bugs *bugs = opened();
	char id[BUG_ID], *groups;

	(void)state;
	file_crash(bugs, "a", "k1", 10, id);
	file_crash(bugs, "b", "k1", 10, id);
	file_crash(bugs, "a", "k2", 10, id);
	groups = grouped(bugs);
	assert_string_equal(groups, "a b");
	free(groups);
	bugs_close(bugs);
}

static void versions_are_converted(void **state)
{
	static const struct bugs_version steps[] = {
		{ "CREATE TABLE old(name TEXT); INSERT INTO old VALUES('kept')" },
		{ "ALTER TABLE old ADD COLUMN size INTEGER NOT NULL DEFAULT 7" },
		{ "CREATE TABLE nonsense(" },
	};
	struct bugs bugs;
	char *name;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &bugs.db), 0);
	assert_int_equal(bugs_convert(&bugs, steps, 1), 0);
	assert_int_equal(bugs_convert(&bugs, steps, 2), 0);
	assert_int_equal(bugs_convert(&bugs, steps, 2), 0);
	unit_listen();
	assert_int_equal(bugs_convert(&bugs, steps, 1), 2);
	assert_non_null(strstr(unit_said(), "of a newer vitro (schema 2, this one knows 1)"));
	unit_listen();
	assert_int_equal(bugs_convert(&bugs, steps, 3), 1);
	unit_said();
	assert_int_equal(bugs_text(&bugs, &name, "SELECT name||size FROM old", ""), 0);
	assert_string_equal(name, "kept7"); /* the step that failed left all as it was */
	free(name);
	sqlite3_close(bugs.db);
}

/* A writer that is killed: what it has told us of is there, and the database is sound. */
static void a_kill_loses_nothing(void **state)
{
	struct bugs *bugs;
	int fds[2], told = 0;
	int64_t count;
	char *sound, name[16];
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (!pid) {
		char id[BUG_ID];

		bugs = opened();
		for (int i = 0;; i++) {
			snprintf(name, sizeof(name), "c%d", i);
			file_crash(bugs, name, i % 3 ? "k1" : "k2,k3", 10, id);
			if (write(fds[1], &i, sizeof(i)) < 0)
				_exit(1);
		}
	}
	while (told < 40)
		assert_int_equal(read(fds[0], &told, sizeof(told)), sizeof(told));
	kill(pid, SIGKILL);
	close(fds[1]);
	while (read(fds[0], &told, sizeof(told)) == sizeof(told))
		;
	close(fds[0]);
	waitpid(pid, NULL, 0);
	bugs = opened();
	assert_int_equal(bugs_number(bugs, 0, &count,
				     "SELECT count(*) FROM crash WHERE bug NOT NULL", ""),
			 0);
	assert_in_range(count, told + 1, told + 2);
	assert_int_equal(bugs_text(bugs, &sound, "PRAGMA integrity_check", ""), 0);
	assert_string_equal(sound, "ok");
	free(sound);
	bugs_close(bugs);
}

static void a_file_that_is_no_database(void **state)
{
	char *path = state_path("findings.db");
	struct bugs *bugs;

	(void)state;
	assert_int_equal(
		file_write(path, "this is not a database, is it, with some length to it......", 60),
		0);
	unit_listen();
	assert_int_equal(bugs_open(&bugs), 1);
	assert_non_null(strstr(unit_said(), "file is not a database"));
	free(path);
}

/* All of it from the directories alone. */
static void it_is_rebuilt(void **state)
{
	static const char info[] =
		"{\"harness\": \"demo\", \"flavour\": \"address\", \"time\": 77}";
	static const char *const logs[] = { "uninitialised", "use-after-free", "use-after-free" };
	struct bugs *bugs = opened();
	struct bug *list;
	int count, known;

	(void)state;
	for (int i = 0; i < 3; i++) {
		char *dir = state_path("findings/demo/address-%d", i), *path, *log;
		size_t size;

		assert_int_equal(file_make_directories(dir), 0);
		path = text_format("reports/%s.log", logs[i]);
		log = file_read(path, &size);
		free(path);
		path = text_format("%s/log", dir);
		assert_int_equal(file_write(path, log, size), 0);
		free(path);
		free(log);
		path = text_format("%s/info.json", dir);
		assert_int_equal(file_write(path, info, strlen(info)), 0);
		free(path);
		path = text_format("%s/input", dir);
		assert_int_equal(file_write(path, "abc", 3), 0);
		free(path);
		free(dir);
	}
	assert_int_equal(bugs_adopt(bugs), 0);
	for (int again = 0; again < 2; again++) {
		assert_int_equal(bugs_list(bugs, &list, &count), 0);
		assert_int_equal(count, 2);
		assert_int_equal(list[0].crashes + list[1].crashes, 3);
		assert_int_equal(list[0].first_seen, 77);
		bugs_list_free(list, count);
		assert_int_equal(bugs_rebuild(bugs, &known), 0);
		assert_int_equal(known, 3);
	}
	bugs_close(bugs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(crashes_are_gathered_by_strong_keys, empty_state),
		cmocka_unit_test_setup(decisions_count_before_keys, empty_state),
		cmocka_unit_test_setup(wrong_overrides_are_refused_by_line, empty_state),
		cmocka_unit_test_setup(overrides_are_edited, empty_state),
		cmocka_unit_test_setup(the_smallest_that_reproduces_is_shown, empty_state),
		cmocka_unit_test_setup(keys_that_change, empty_state),
		cmocka_unit_test_setup(versions_are_converted, empty_state),
		cmocka_unit_test_setup(a_kill_loses_nothing, empty_state),
		cmocka_unit_test_setup(a_file_that_is_no_database, empty_state),
		cmocka_unit_test_setup(it_is_rebuilt, empty_state),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	file_remove_tree(unit_directory());
	return failed;
}
