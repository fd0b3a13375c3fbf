// SPDX-License-Identifier: GPL-2.0-only
/* The file findings.db: older and newer ones, kills, damage, and what is found again without it. */
#include <signal.h>
#include <sys/wait.h>

#include "unit_bugs.h"

static void versions_are_converted(void **state)
{
	static const struct db_version steps[] = {
		{ "CREATE TABLE old(name TEXT); INSERT INTO old VALUES('kept')" },
		{ "ALTER TABLE old ADD COLUMN size INTEGER NOT NULL DEFAULT 7" },
		{ "CREATE TABLE nonsense(" },
	};
	struct db db = { .what = "old.db" };
	char *name;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db.handle), 0);
	assert_int_equal(db_convert(&db, steps, 1), 0);
	assert_int_equal(db_convert(&db, steps, 2), 0);
	assert_int_equal(db_convert(&db, steps, 2), 0);
	unit_listen();
	assert_int_equal(db_convert(&db, steps, 1), 2);
	assert_non_null(strstr(unit_said(), "of a newer vitro (schema 2, this one knows 1)"));
	unit_listen();
	assert_int_equal(db_convert(&db, steps, 3), 1);
	unit_said();
	assert_int_equal(db_text(&db, &name, "SELECT name||size FROM old", ""), 0);
	assert_string_equal(name, "kept7"); /* the step that failed left all as it was */
	free(name);
	db_close(&db);
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
	assert_int_equal(db_number(&bugs->db, 0, &count,
				   "SELECT count(*) FROM crash WHERE bug NOT NULL", ""),
			 0);
	assert_in_range(count, told + 1, told + 2);
	assert_int_equal(db_text(&bugs->db, &sound, "PRAGMA integrity_check", ""), 0);
	assert_string_equal(sound, "ok");
	free(sound);
	bugs_close(bugs);
}

/* Several at once, from the first moment on: each waits for the others. */
static void writers_wait_for_each_other(void **state)
{
	enum { WRITERS = 4, EACH = 10 };
	pid_t pids[WRITERS];
	struct bugs *bugs;
	int64_t count;

	(void)state;
	for (int i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		if (pids[i])
			continue;
		bugs = opened();
		for (int j = 0; j < EACH; j++) {
			char name[16], id[BUG_ID];

			snprintf(name, sizeof(name), "c%d-%d", i, j);
			file_crash(bugs, name, "k1", 10, id);
		}
		bugs_close(bugs);
		_exit(0);
	}
	for (int i = 0; i < WRITERS; i++) {
		int status;

		waitpid(pids[i], &status, 0);
		assert_int_equal(status, 0);
	}
	bugs = opened();
	assert_int_equal(db_number(&bugs->db, 0, &count, "SELECT count(*) FROM crash", ""), 0);
	assert_int_equal(count, WRITERS * EACH);
	assert_int_equal(db_number(&bugs->db, 0, &count, "SELECT count(*) FROM bug", ""), 0);
	assert_int_equal(count, 1);
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
		cmocka_unit_test_setup(versions_are_converted, empty_state),
		cmocka_unit_test_setup(a_kill_loses_nothing, empty_state),
		cmocka_unit_test_setup(writers_wait_for_each_other, empty_state),
		cmocka_unit_test_setup(a_file_that_is_no_database, empty_state),
		cmocka_unit_test_setup(it_is_rebuilt, empty_state),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	file_remove_tree(unit_directory());
	return failed;
}
