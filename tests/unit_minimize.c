// SPDX-License-Identifier: GPL-2.0-only
/* The phases of minimizing over predicates that are functions, and what a kill leaves of the verdicts. */
#include "files.h"
#include "memo.h"
#include "unit_oracle.h"

static bool has(const uint8_t *data, size_t size, const char *what)
{
	return memmem(data, size, what, strlen(what));
}

/* ---- Bytes ---- */

static bool has_tag(const uint8_t *data, size_t size)
{
	return has(data, size, "BUGA");
}

static bool has_both(const uint8_t *data, size_t size)
{
	const uint8_t *one = memmem(data, size, "one", 3);

	return one && memmem(one, size - (size_t)(one - data), "two", 3);
}

/* Either the beginning stays, or none of its four bytes. */
static bool has_record_or_not(const uint8_t *data, size_t size)
{
	if (size >= 4 && !memcmp(data, "ADD:", 4))
		data += 4, size -= 4;
	return size >= 2 && data[0] == 'X' && data[1] >= 17;
}

static bool has_two_large(const uint8_t *data, size_t size)
{
	return size >= 3 && data[0] > 'z' && data[2] == data[0];
}

static bool anything(const uint8_t *data, size_t size)
{
	(void)data;
	(void)size;
	return true;
}

static bool is_even(const uint8_t *data, size_t size)
{
	(void)data;
	return size % 2 == 0 && size > 4;
}

/* The first byte counts the others. */
static bool is_counted(const uint8_t *data, size_t size)
{
	return size && data[0] == size - 1 && has(data, size, "X");
}

/* In the first place of a record of four, and in the third of one. */
static bool has_in_records(const uint8_t *data, size_t size)
{
	bool one = false, other = false;

	for (size_t at = 0; at < size; at += 4) {
		one |= data[at] == 'A';
		other |= at + 2 < size && data[at + 2] == 'Z';
	}
	return size % 4 == 0 && one && other;
}

static const struct {
	predicate *holds;
	const char *before, *after;
} rows[] = {
	{ has_tag, "some text before BUGA and after it", "BUGA" },
	{ has_tag, "BUGA", "BUGA" },
	{ has_both, "....one.......two...", "onetwo" },
	{ has_record_or_not, "ADD:X\377tail", "X " },
	{ has_two_large, "\200a\200bcdef", "\200\1\200" },
	{ anything, "anything at all", "" },
	{ is_even, "twelve bytes", "\1\1\1\1\1\1" },
	{ is_counted, "\20there is an X in", "\1X" },
	{ has_in_records, "....A...........oyZx....", "A\1Z\1" },
};

/* NUL bytes of the results are written as 1 in the table. */
static void bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct oracle oracle = { .holds = rows[i].holds };
		uint8_t data[64];
		struct minimizer minimizer = { .data = data,
					       .size = strlen(rows[i].before),
					       .first = first,
					       .context = &oracle };

		memcpy(data, rows[i].before, minimizer.size);
		assert_true(rows[i].holds(data, minimizer.size));
		minimize(&minimizer);
		assert_int_equal(minimizer.size, strlen(rows[i].after));
		for (size_t at = 0; at < minimizer.size; at++)
			assert_int_equal(data[at] ? data[at] : 1, (uint8_t)rows[i].after[at]);
		assert_true(oracle.tries < 800);
	}
}

/* However soon it is stopped, what it has come to holds. */
static void stopped(void **state)
{
	static const char before[] = "a long beginning, then BUGA, and a long end";
	size_t size = sizeof(before);

	(void)state;
	for (long most = 1; most < 80; most++) {
		struct oracle oracle = { .holds = has_tag, .most = most };
		uint8_t data[sizeof(before)];
		struct minimizer minimizer = {
			.data = data, .size = sizeof(before), .first = first, .context = &oracle
		};

		memcpy(data, before, sizeof(before));
		minimize(&minimizer);
		assert_true(has_tag(data, minimizer.size));
		assert_true(minimizer.stopped || minimizer.size == strlen("BUGA"));
		assert_true(minimizer.size <= size);
		size = minimizer.size;
	}
	assert_true(size < 10);
}

/* ---- Operations with a schedule ---- */

struct parts {
	const uint8_t *operations, *turns;
	size_t operation_count, turn_count;
	unsigned int depth;
};

static struct parts parts_of(const uint8_t *data, size_t size)
{
	struct parts parts = { .operations = data };

	assert_true(size >= 2);
	parts.turn_count = data[size - 2];
	assert_true(parts.turn_count * 2 + 2 <= size);
	parts.turns = data + size - 2 - parts.turn_count * 2;
	parts.operation_count = (size - 2 - parts.turn_count * 2) / 4;
	parts.depth = data[size - 1];
	return parts;
}

static bool has_operation(const struct parts *parts, uint8_t code)
{
	for (size_t i = 0; i < parts->operation_count; i++)
		if (parts->operations[i * 4] == code)
			return true;
	return false;
}

static bool needs_operation(const uint8_t *data, size_t size)
{
	struct parts parts = parts_of(data, size);

	return has_operation(&parts, 9);
}

/* The second switch comes when 25 points or more have passed, however many turns that were. */
static bool needs_turn(const uint8_t *data, size_t size)
{
	struct parts parts = parts_of(data, size);
	unsigned int passed = 0;

	if (!has_operation(&parts, 9) || !has_operation(&parts, 4))
		return false;
	for (size_t i = 0; i < parts.turn_count; i++) {
		passed += parts.turns[i * 2] + 1;
		if (passed > 25 && parts.turns[i * 2 + 1] == 2)
			return true;
	}
	return false;
}

static bool needs_depth(const uint8_t *data, size_t size)
{
	return parts_of(data, size).depth % 4 == 2 && needs_operation(data, size);
}

static const uint8_t scheduled[] = {
	1,    7, 7, 7, 9, 8, 8,  8, 4,   3, 2, 1, 9, 0, 0, 5, /* operations */
	0xee,                                                 /* nobody's */
	10,   1, 9, 2, 3, 7, 12, 2, 200, 1,                   /* turns */
	5,    6,
};

static void schedules(void **state)
{
	static const struct {
		predicate *holds;
		uint8_t after[32];
		size_t size;
	} wanted[] = {
		{ needs_operation, { 9, 0, 0, 0, 0, 0 }, 6 },
		{ needs_turn, { 4, 0, 0, 0, 9, 0, 0, 0, 25, 2, 1, 0 }, 12 },
		{ needs_depth, { 9, 0, 0, 0, 0, 2 }, 6 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(wanted); i++) {
		struct oracle oracle = { .holds = wanted[i].holds };
		uint8_t data[sizeof(scheduled)];
		struct minimizer minimizer = { .data = data,
					       .size = sizeof(scheduled),
					       .scheduled = true,
					       .first = first,
					       .context = &oracle };

		memcpy(data, scheduled, sizeof(scheduled));
		assert_true(wanted[i].holds(data, sizeof(data)));
		minimize(&minimizer);
		assert_int_equal(minimizer.size, wanted[i].size);
		assert_true(wanted[i].holds(data, minimizer.size));
		assert_memory_equal(data, wanted[i].after, minimizer.size);
	}
}

/* ---- What is kept of the verdicts ---- */

static void fill(const char *path, const char *key, int count)
{
	struct memo *memo;

	assert_int_equal(memo_open(&memo, path, key), 0);
	for (int i = 0; i < count; i++)
		assert_int_equal(memo_add(memo, &i, sizeof(i), i % 3 == 0), 0);
	memo_close(memo, false);
}

static size_t known(const char *path, const char *key, int count)
{
	struct memo *memo;
	size_t found = 0;

	assert_int_equal(memo_open(&memo, path, key), 0);
	for (int i = 0; i < count; i++) {
		bool verdict;

		if (!memo_find(memo, &i, sizeof(i), &verdict))
			continue;
		assert_int_equal(verdict, i % 3 == 0);
		found++;
	}
	assert_int_equal(memo_loaded(memo), found);
	memo_close(memo, false);
	return found;
}

/* Cut off anywhere, as a kill or a full disk may leave it. */
static void memory(void **state)
{
	char *path = text_format("%s/memo", unit_directory()), *text;
	size_t size, head;

	(void)state;
	fill(path, "key", 2000);
	assert_int_equal(known(path, "key", 2000), 2000);
	text = file_read(path, &size);
	head = (size_t)((char *)memchr(text, '\n', size) - text) + 1;
	for (size_t length = 0; length < head + 40; length++) {
		assert_int_equal(file_write(path, text, length), 0);
		assert_int_equal(known(path, "key", 2000), length < head ? 0 : (length - head) / 9);
	}
	assert_int_equal(file_write(path, text, size), 0);
	assert_int_equal(known(path, "another key", 2000), 0);
	fill(path, "another key", 10);
	assert_int_equal(known(path, "another key", 2000), 10);
	assert_int_equal(known(path, "key", 2000), 0);
	free(text);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes),
		cmocka_unit_test(stopped),
		cmocka_unit_test(schedules),
		cmocka_unit_test(memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
