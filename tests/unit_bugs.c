// SPDX-License-Identifier: GPL-2.0-only
/* Crashes are gathered into bugs by their keys, and by what a person decided. */
#include "overrides.h"
#include "unit_bugs.h"

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
	char first[BUG_ID], id[BUG_ID], *groups;

	(void)state;
	file_crash(bugs, "a", "k1", 10, first);
	file_crash(bugs, "b", "k1", 10, id);
	file_crash(bugs, "a", "k2", 10, id);
	assert_string_not_equal(id, first);
	groups = grouped(bugs);
	assert_string_equal(groups, "a b");
	free(groups);
	file_crash(bugs, "a", "k1", 10, id);
	assert_string_equal(id, first);
	groups = grouped(bugs);
	assert_string_equal(groups, "ab");
	free(groups);
	bugs_close(bugs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(crashes_are_gathered_by_strong_keys, empty_state),
		cmocka_unit_test_setup(decisions_count_before_keys, empty_state),
		cmocka_unit_test_setup(the_smallest_that_reproduces_is_shown, empty_state),
		cmocka_unit_test_setup(keys_that_change, empty_state),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	file_remove_tree(unit_directory());
	return failed;
}
