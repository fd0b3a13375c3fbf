// SPDX-License-Identifier: GPL-2.0-only
/* A small history of git's own making: file "state" is what the judge goes by. */
#include <sys/wait.h>

#include "bisect.h"
#include "unit_history.h"

static int forget_history(void **state)
{
	(void)state;
	free(repository);
	free(directory);
	return 0;
}

static int judged, die_at, stop_at;

static enum bisect_verdict judge(const char *tree, char **said, void *context)
{
	char *path = text_format("%s/state", tree), *text = file_read(path, NULL), state;

	(void)context;
	free(path);
	assert_non_null(text);
	state = text[0];
	free(text);
	if (++judged == die_at)
		_exit(7);
	if (judged == stop_at)
		return BISECT_STOP;
	*said = state == 'x' ? text_format("does not build") : NULL;
	return state == 'x' ? BISECT_SKIP : state == 'b' ? BISECT_WITH : BISECT_WITHOUT;
}

static int run(struct bisect *bisect, const char *good, const char *bad)
{
	*bisect = (struct bisect){ .repository = repository,
				   .directory = directory,
				   .name = "tree",
				   .to = tmpfile(),
				   .judge = judge,
				   .good = good,
				   .bad = bad };
	judged = 0;
	assert_non_null(bisect->to);
	return bisect_run(bisect);
}

static void end(struct bisect *bisect)
{
	assert_int_equal(bisect_remove(bisect), 0);
	assert_false(file_exists(directory));
	fclose(bisect->to);
	bisect_free(bisect);
}

/* "c5 c6": the tags of what is left, newest first. */
static char *candidates(const struct bisect *bisect)
{
	struct strings tags = { 0 };
	char *list;

	for (int i = 0; i < bisect->candidates.count; i++) {
		char *tag = git_ask(repository, "describe", "--tags", "--exact-match",
				    bisect->candidates.item[i], NULL);

		strings_add(&tags, tag ? tag : "?");
		free(tag);
	}
	list = strings_list(&tags, " ");
	strings_clear(&tags);
	return list;
}

static const struct row {
	const char *states, *good, *bad, *expected;
	bool mending;
	int skipped;
} rows[] = {
	{ "gggggbbbbb", "c0", "c9", "c5", false, 0 },
	{ "gb", "c0", "c1", "c1", false, 0 },
	{ "bbbbbbbggg", "c9", "c0", "c7", true, 0 },
	{ "ggggxbbbbb", "c0", "c9", "c5 c4", false, 1 },
	{ "ggxxxbbbbb", "c0", "c9", "c5 c4 c3 c2", false, 3 },
	{ "gxb", "c0", "c2", "c2 c1", false, 1 },
	{ "bbbxggg", "c6", "c0", "c4 c3", true, 1 },
	{ "gxggggbbxb", "c0", "c9", "c6", false, -1 },
};

static void first_commit(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bisect bisect;
		char *found;

		make_history(rows[i].states);
		assert_int_equal(run(&bisect, rows[i].good, rows[i].bad), 0);
		found = candidates(&bisect);
		assert_string_equal(found, rows[i].expected);
		assert_int_equal(bisect.mending, rows[i].mending);
		assert_int_equal(bisect.steps, judged);
		if (rows[i].skipped >= 0)
			assert_int_equal(bisect.skipped, rows[i].skipped);
		assert_true(bisect.over);
		end(&bisect);
		free(found);
		forget_history(NULL);
	}
}

/* What is the user's own is as it was: checkout, branch, worktrees, a bisection under way. */
static void nothing_is_touched(void **state)
{
	struct bisect bisect;
	struct strings trees = { 0 };
	char *before, *after, *path;

	(void)state;
	make_history("ggggbbbb");
	path = text_format("%s/state", repository);
	assert_int_equal(file_write(path, "mine\n", 5), 0);
	GIT("bisect", "start", "--no-checkout");
	GIT("bisect", "bad", "c2");
	before = git_ask(repository, "for-each-ref", NULL);
	assert_int_equal(run(&bisect, "c0", "c7"), 0);
	end(&bisect);
	after = git_ask(repository, "for-each-ref", NULL);
	assert_string_equal(before, after);
	assert_true(git_lines(repository, &trees, "worktree", "list", NULL));
	assert_int_equal(trees.count, 1);
	free(before);
	before = file_read(path, NULL);
	assert_string_equal(before, "mine\n");
	strings_clear(&trees);
	free(path);
	free(before);
	free(after);
}

/* Killed at every step in turn, and called again. */
static void goes_on_after_a_kill(void **state)
{
	enum { STEPS = 5 };
	struct bisect bisect;

	(void)state;
	make_history("ggxbbb");
	for (int at = 1; at <= STEPS; at++) {
		char *found;
		int status;
		pid_t pid = fork();

		if (!pid) {
			die_at = at;
			run(&bisect, "c0", "c5");
			_exit(0);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(WEXITSTATUS(status), 7);
		assert_int_equal(run(&bisect, "c0", "c5"), 0);
		assert_int_equal(bisect.known, at - 1);
		assert_int_equal(bisect.steps, STEPS - at + 1);
		found = candidates(&bisect);
		assert_string_equal(found, "c3 c2");
		assert_true(bisect.over);
		end(&bisect);
		free(found);
	}
}

/* When nothing can be judged any more, nothing is marked. */
static void goes_on_after_a_stop(void **state)
{
	struct bisect bisect;
	char *found;

	(void)state;
	make_history("ggggbbbb");
	for (int at = 1; at <= 3; at += 2) {
		stop_at = at;
		assert_int_not_equal(run(&bisect, "c0", "c7"), 0);
		assert_false(bisect.over);
		assert_int_equal(bisect.skipped, 0);
		fclose(bisect.to);
		bisect_free(&bisect);
		stop_at = 0;
	}
	assert_int_equal(run(&bisect, "c0", "c7"), 0);
	found = candidates(&bisect);
	assert_string_equal(found, "c4");
	assert_int_equal(bisect.known, 2);
	end(&bisect);
	free(found);
}

/* Good and bad on branches of their own: the merge base is judged, too. */
static void branches(void **state)
{
	struct bisect bisect;
	char *found;

	(void)state;
	make_history("ggb");
	add_commits("g", 9, "refs/tags/c1^0");
	assert_int_equal(run(&bisect, "c9", "c2"), 0);
	found = candidates(&bisect);
	assert_string_equal(found, "c2");
	assert_int_equal(bisect.steps, 3);
	end(&bisect);
	free(found);
}

static void refused(void **state)
{
	static const struct {
		const char *states, *good, *bad, *said;
		bool over;
	} wrong[] = {
		{ "gggg", "c0", "c3", "vitro: c3 is not bad: it ends well\n", true },
		{ "bbbb", "c0", "c3", "vitro: c0 is not good: it has the bug\n", true },
		{ "gggx", "c0", "c3", "vitro: c3 cannot be judged: does not build\n", true },
		{ "gggb", "c3", "c3", "vitro: c3 and c3 are the same commit\n", false },
		{ "gggb", "c0", "c4", "has no commit 'c4'\n", false },
		{ "gggb", "--all", "c3", "has no commit '--all'\n", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct bisect bisect;
		const char *said;
		int ret;

		make_history(wrong[i].states);
		unit_listen();
		ret = run(&bisect, wrong[i].good, wrong[i].bad);
		said = unit_said();
		assert_int_not_equal(ret, 0);
		assert_non_null(strstr(said, wrong[i].said));
		assert_int_equal(bisect.over, wrong[i].over);
		if (bisect.over)
			end(&bisect);
		else
			bisect_free(&bisect);
		forget_history(NULL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_commit),
		cmocka_unit_test_teardown(nothing_is_touched, forget_history),
		cmocka_unit_test_teardown(goes_on_after_a_kill, forget_history),
		cmocka_unit_test_teardown(goes_on_after_a_stop, forget_history),
		cmocka_unit_test_teardown(branches, forget_history),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
