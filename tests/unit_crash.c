// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reports that are stored with the truth about them: which are of one bug must be found to be, and no others. The logs
 * of real machines (kernel.logs) also say what has to be found in each; fixtures.xz is made by make-fixtures.sh.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "crash.h"
#include "files.h"
#include "text.h"
#include "unit.h"

/* One report: what stands in the line before it, its bug (the first word of that), and what it was taken apart into. */
struct stored {
	char *truth, *bug, *text;
	struct crash crash;
};

struct store {
	struct stored *item;
	int count;
};

static char *read_all(FILE *stream)
{
	char *text = NULL;
	size_t room = 0;

	if (!stream || getdelim(&text, &room, '\0', stream) < 0) {
		fail_msg("nothing to read");
		abort();
	}
	return text;
}

static void add(struct store *store, char *entry)
{
	char *end = strchr(entry, '\n');
	struct stored *item;

	assert_non_null(end);
	*end = '\0';
	store->item = memory_resize(store->item, (size_t)(store->count + 1) * sizeof(*store->item));
	item = &store->item[store->count++];
	*item = (struct stored){ .truth = entry, .text = end + 1 };
	item->bug = text_format("%.*s", (int)strcspn(entry, " "), entry);
	crash_parse(item->text, &item->crash);
}

/* Entries start with "==== " at the start of a line. Cuts @text up, which must stay. */
static void split(struct store *store, char *text)
{
	char *at = text_starts(text, "==== ") ? text : strstr(text, "\n==== ") + 1;

	while (at) {
		char *next = strstr(at, "\n==== ");

		if (next)
			*next++ = '\0';
		add(store, at + strlen("==== "));
		at = next;
	}
}

static void drop(struct store *store)
{
	for (int i = 0; i < store->count; i++) {
		crash_free(&store->item[i].crash);
		free(store->item[i].bug);
	}
	free(store->item);
}

struct counts {
	long right, wrong, missed, silent;
};

/*
 * Is there anything of the subsystem in the report? Where not, it was cut off or the shim did not know: there are only
 * words or addresses, which are no truth across builds. Such reports must not be merged wrongly either.
 */
static bool says_where(const struct crash *crash)
{
	return crash->class == CRASH_HOLE ||
	       (crash->at && !crash->at->machinery && !crash->at->base);
}

static void compare(const struct stored *a, const struct stored *b, struct counts *counts)
{
	bool truth = !strcmp(a->bug, b->bug), same = crash_same(&a->crash, &b->crash);
	char *why;

	if (truth && !same && !(says_where(&a->crash) && says_where(&b->crash))) {
		counts->silent++;
		return;
	}
	counts->right += truth && same;
	counts->wrong += !truth && same;
	counts->missed += truth && !same;
	if (truth == same || counts->wrong + counts->missed > 20)
		return;
	why = crash_explain(&a->crash, &b->crash);
	print_error("%s: '%s' and '%s'\n%s", same ? "merged" : "missed", a->truth, b->truth, why);
	free(why);
}

static void measure(const char *name, const struct store *store)
{
	struct counts counts = { 0 };
	double precision, recall;

	for (int i = 0; i < store->count; i++) {
		assert_true(crash_same(&store->item[i].crash, &store->item[i].crash));
		for (int j = 0; j < i; j++)
			compare(&store->item[i], &store->item[j], &counts);
	}
	precision = (double)counts.right / (double)(counts.right + counts.wrong);
	recall = (double)counts.right / (double)(counts.right + counts.missed);
	print_message("%s: %d reports, %ld pairs of one bug: precision %.4f recall %.4f F1 %.4f\n",
		      name, store->count, counts.right + counts.missed, precision, recall,
		      2 * precision * recall / (precision + recall));
	print_message("and %ld pairs of one bug of which a report has no function\n",
		      counts.silent);
	assert_int_equal(counts.wrong, 0);
	assert_int_equal(counts.missed, 0);
}

static void check_stacks(const struct stored *item, const char *expected)
{
	static const char letters[] = "aolfsctx";
	char found[CRASH_STACKS + 1] = "";

	for (int i = 0; i < item->crash.stack_count; i++)
		found[i] = letters[item->crash.stacks[i].role];
	if (strcmp(found, expected))
		fail_msg("%s: stacks are '%s'", item->truth, found);
}

static void check(const struct stored *item)
{
	char bug[64], class[64], function[64], stacks[32] = "", title[CRASH_TITLE];
	const struct crash *crash = &item->crash;
	const char *at = crash->at ? crash->at->function : "-";
	int fields = sscanf(item->truth, "%63[^|] | %63[^|] | %63[^| ] | %31[a-z]", bug, class,
			    function, stacks);

	assert_true(fields >= 3);
	snprintf(title, sizeof(title), "%s", strrchr(item->truth, '|') + 2);
	class[strlen(class) - 1] = '\0';
	if (strcmp(title, crash->title))
		fail_msg("%s: title is '%s'", item->truth, crash->title);
	if (strcmp(class, crash_class_name(crash->class)))
		fail_msg("%s: class is '%s'", item->truth, crash_class_name(crash->class));
	if (strcmp(function, at))
		fail_msg("%s: crash frame is '%s'", item->truth, at);
	check_stacks(item, stacks);
}

static void logs_of_real_machines(void **state)
{
	FILE *stream = fopen("reports/kernel.logs", "re");
	char *text = read_all(stream);
	struct store store = { 0 };

	(void)state;
	split(&store, text);
	assert_in_range(store.count, 60, 1000);
	for (int i = 0; i < store.count; i++)
		check(&store.item[i]);
	measure("kernel.logs", &store);
	drop(&store);
	free(text);
	fclose(stream);
}

static void planted_bugs(void **state)
{
	FILE *stream = popen("xz -dc reports/fixtures.xz", "re");
	char *text = read_all(stream);
	struct store store = { 0 };

	(void)state;
	split(&store, text);
	assert_in_range(store.count, 200, 10000);
	measure("fixtures.xz", &store);
	drop(&store);
	free(text);
	pclose(stream);
}

/* What a parser that looks twice would take minutes for. */
static const char *const patterns[] = {
	"[",
	"(",
	"<",
	"#",
	" ",
	":",
	"a",
	"/",
	"::",
	"1",
	"'",
	"\n",
	"\n#0 0x1 in ",
	"#1 0x1 in f(",
	"#1 0x1 in a<",
	" (a+0x1)",
	"\n    #1 0x1 in f a.c:1",
	"WARNING: ThreadSanitizer: data race\n",
	".c:",
	" f+0x1/0x2",
	"] [",
	"\n  <6>    f a.c:1",
	"BUG: KASAN: x in ",
	"\nUBSAN: ",
	"linux/mm/",
	"../",
	" as ",
	" in ",
	"operator<",
	"/1",
	"==1==ERROR: AddressSanitizer: ",
	"\nvitro: finding: hang: ",
	"\n[    1.0000] ",
	"[ T1]",
	"INFO: task ",
	"{",
};

/* What comes before them, so that they are looked at in each room. */
static const char *const heads[] = {
	"",
	"==1==ERROR: AddressSanitizer: ",
	"WARNING: ThreadSanitizer: data race\n",
	"vitro: finding: misuse: WARNING: bad unlock balance detected! ",
	"BUG: KASAN: ",
	"WARNING: possible circular locking dependency detected\n",
	"a.c:1:1: runtime error: ",
	"BUG: KMSAN: uninit-value in f\n",
};

static void any_text_in_linear_time(void **state)
{
	enum { SIZE = 1 << 18 };
	clock_t start = clock();

	(void)state;
	for (size_t i = 0; i < COUNT(heads); i++) {
		for (size_t j = 0; j < COUNT(patterns); j++) {
			char *text = memory_resize(NULL, SIZE + 1);
			size_t used = strlen(heads[i]);
			struct crash crash;

			memcpy(text, heads[i], used);
			for (; used < SIZE; used++)
				text[used] = patterns[j][used % strlen(patterns[j])];
			text[SIZE] = '\0';
			crash_parse(text, &crash);
			assert_in_range(strlen(crash.title), 1, CRASH_TITLE - 1);
			crash_free(&crash);
			free(text);
		}
	}
	print_message("%.1f s\n", (double)(clock() - start) / CLOCKS_PER_SEC);
	assert_in_range(clock() - start, 0, 40 * CLOCKS_PER_SEC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(logs_of_real_machines),
		cmocka_unit_test(planted_bugs),
		cmocka_unit_test(any_text_in_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
