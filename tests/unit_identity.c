// SPDX-License-Identifier: GPL-2.0-only
/* Stored reports (tests/reports), and what each must be called. */
#include "files.h"
#include "identity.h"
#include "unit.h"

static const struct {
	const char *report, *title;
} rows[] = {
	{ "bad-free", "KASAN-like: invalid-free in free_of_the_inside" },
	{ "double-free", "KASAN-like: double-free in free_twice" },
	{ "hang", "hang: INFO: task vitro:N blocked: nothing is runnable that could wake it" },
	{ "heap-overflow", "KASAN-like: slab-out-of-bounds read in read_right_after_the_end" },
	{ "heap-overflow-write",
	  "KASAN-like: slab-out-of-bounds write in write_right_after_the_end" },
	{ "hole", "hole: shim hole reached: selftest_missing_function" },
	{ "hostile", "misuse: clear ?[2J and?tab, N and N numbers" },
	{ "leak", "leak: memory leak of N bytes in N objects, first of kmalloc" },
	{ "memcpy", "KASAN-like: slab-out-of-bounds read in memcpy_that_reads_too_far" },
	{ "misuse",
	  "misuse: kmem_cache_free: Wrong slab cache. second but object is from first in free_to_another_cache" },
	{ "null", "KASAN-like: null-ptr-deref read in null_dereference" },
	{ "out-of-memory", "out-of-memory" },
	{ "race", "KCSAN-like: data-race in table_find / table_grow" },
	{ "race-counter", "KCSAN-like: data-race in race_count / race_count" },
	{ "race-free", "KCSAN-like: data-race in race_close / race_read" },
	{ "segv", "KASAN-like: null-ptr-deref read in null_dereference" },
	{ "shift", "UBSAN-like: shift-out-of-bounds in parse_item" },
	{ "shim-first", "warning: WARNING at net/core/x.c:12 in give_up" },
	{ "stack-overflow", "KASAN-like: stack-out-of-bounds write in write_past_a_local" },
	{ "summary-only", "KASAN-like: slab-out-of-bounds in parse_item" },
	{ "timeout", "timeout" },
	{ "uninitialised", "KMSAN-like: uninit-value in contents_are_uninitialised" },
	{ "use-after-free", "KASAN-like: slab-use-after-free read in use_after_free" },
};

static void stored_reports(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *path = text_format("reports/%s.log", rows[i].report);
		char *text = file_read(path, NULL), title[200];

		assert_non_null(text);
		assert_int_equal(finding_title(text, title, sizeof(title)), 0);
		assert_string_equal(title, rows[i].title);
		free(text);
		free(path);
	}
}

static void no_report(void **state)
{
	char title[200];

	(void)state;
	assert_int_equal(finding_title("", title, sizeof(title)), -1);
	assert_string_equal(title, "ended without a report");
	assert_int_equal(finding_title("INFO: Seed: 1\nExecuted\n", title, sizeof(title)), -1);
}

/* However it is cut off, a report is named within the room there is. */
static void cut_off_anywhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *path = text_format("reports/%s.log", rows[i].report), title[24];
		size_t size;
		char *text = file_read(path, &size);

		for (size_t length = size; length >= 7; length -= 7) {
			text[length] = '\0';
			finding_title(text, title, sizeof(title));
			assert_in_range(strlen(title), 1, sizeof(title) - 1);
		}
		free(text);
		free(path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stored_reports),
		cmocka_unit_test(no_report),
		cmocka_unit_test(cut_off_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
