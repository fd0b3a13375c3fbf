// SPDX-License-Identifier: GPL-2.0-only
/* Addresses of this program itself become names; everything else stays, whatever it is. */
#include <dlfcn.h>
#include <time.h>

#include "files.h"
#include "symbolize.h"
#include "tail.h"
#include "unit.h"

static struct symbolizer *symbolizer;
static char *program;

/* As a report has it: (FILE+0xOFFSET), of an address within a function. */
static unsigned long offset_of(void (*function)(void **state))
{
	Dl_info info;

	assert_int_not_equal(dladdr((void *)function, &info), 0);
	return (unsigned long)function + 1 - (unsigned long)info.dli_fbase;
}

static void expect(const char *report, const char *wanted)
{
	char *text = symbolize_report(symbolizer, report);

	assert_string_equal(text, wanted);
	free(text);
}

/* What stays as it is. */
static void others(void **state)
{
	static const char *const texts[] = {
		"",
		"no newline",
		"\n\n",
		"    #0 0x12 (/no/such/file+0x12)\n    #1 0x13 (/no/such/file+0x13)\n",
		"    #0 0x12 (/dev/zero+0x12)\n",
		"    #0 0x12 (/etc/\"passwd+0x12)\n",
		"    #0 0x12 in function file.c:12:1\n",
		"    #0 0x12\n    #x 0x12 (a+0x1)\n    #0 (a+0x1)\n",
		"    #0 0x12 (+0x1)\n    #0 0x12 (a+0x)\n    #0 0x12 (a+0x1\n    #0 0x12 a+0x1)\n",
		"{place} {place 0x} {place 0x1 {symbol 12} {} { {place 0x99999999999999999999}\n",
		"SUMMARY: X: y (\nSUMMARY: (+) (a+0x1\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		expect(texts[i], texts[i]);
}

static void names(void **state)
{
	char *report =
		text_format("before\n    #0 0x1 (%s+%#lx) (BuildId: 1)\n    #1 0x2 (/no+0x2)\n"
			    "    0x3  (%s+%#lx)\n  <6>{symbol %#lx} or {place %#lx}:\nafter",
			    program, offset_of(others), program, offset_of(others),
			    offset_of(others), offset_of(others));
	char *text = symbolize_report(symbolizer, report);

	(void)state;
	assert_non_null(strstr(text, "before\n    #0 0x1 in others "));
	assert_non_null(strstr(text, "\n    #1 0x2 (/no+0x2)\n"));
	assert_non_null(strstr(text, "\n    0x3 in others "));
	assert_non_null(strstr(text, "unit_symbolize.c:"));
	assert_non_null(strstr(text, "\n  <6>others or others "));
	assert_non_null(strstr(text, ":\nafter"));
	free(text);
	free(report);
}

/* However it is cut off. */
static void cut(void **state)
{
	char *report =
		text_format("    #0 0x1 (%s+%#lx)\nSUMMARY: a: b (%s+%#lx) c\n{place %#lx}\n",
			    program, offset_of(names), program, offset_of(names), offset_of(names));

	(void)state;
	for (size_t length = strlen(report); length; length--) {
		char *text;

		report[length] = '\0';
		text = symbolize_report(symbolizer, report);
		assert_non_null(text);
		free(text);
	}
	free(report);
}

/* Much of what looks like something is read once. */
static void much(void **state)
{
	enum { SIZE = 1 << 20 };
	static const char *const parts[] = { "{place 0x",  "(",   "    #0 0x1 (",
					     "SUMMARY: (", "+0x", "#" };
	char *text = malloc(SIZE + 1);
	clock_t began = clock();

	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++) {
		size_t length = strlen(parts[i]);
		char *same;

		for (size_t at = 0; at < SIZE; at++)
			text[at] = parts[i][at % length];
		text[SIZE] = '\0';
		same = symbolize_report(symbolizer, text);
		assert_string_equal(same, text);
		free(same);
	}
	free(text);
	assert_true(clock() - began < 10 * CLOCKS_PER_SEC);
}

/* The beginning and the end of what is printed, of any length and in pieces of any. */
static void tails(void **state)
{
	static const size_t sizes[] = { 0,
					1,
					100,
					TAIL_PART,
					TAIL_PART + 1,
					2 * TAIL_PART,
					2 * TAIL_PART + 1,
					5 * TAIL_PART + 77 };

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct tail tail = { 0 };
		char *text, piece[1000];

		for (size_t at = 0, part; at < sizes[i]; at += part) {
			part = sizes[i] - at < sizeof(piece) ? sizes[i] - at : sizeof(piece);
			memset(piece, at < TAIL_PART ? 'b' : 'e', part);
			tail_add(&tail, piece, part);
		}
		text = tail_text(&tail);
		if (sizes[i] <= 2 * TAIL_PART)
			assert_int_equal(strlen(text), sizes[i]);
		else
			assert_non_null(strstr(text, " bytes are left out]\n"));
		assert_int_equal(*text, sizes[i] ? 'b' : '\0');
		assert_int_equal(sizes[i] > TAIL_PART + 1000 ? text[strlen(text) - 1] : 'e', 'e');
		assert_true(strlen(text) < 2 * TAIL_PART + 100);
		free(text);
		tail_free(&tail);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(others), cmocka_unit_test(names), cmocka_unit_test(cut),
		cmocka_unit_test(much),   cmocka_unit_test(tails),
	};
	int failed;

	if (symbolizer_start(&symbolizer, 19))
		return 1;
	program = realpath("/proc/self/exe", NULL);
	symbolizer_program(symbolizer, program);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	symbolizer_stop(symbolizer);
	return failed;
}
