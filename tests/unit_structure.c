// SPDX-License-Identifier: GPL-2.0-only
/* Inputs that their harness says how they are built: what is said, and what becomes of such an input with and without it. */
#include "structure.h"
#include "unit_oracle.h"

enum { SEQUENCE = 0x30, INTEGER = 2, WANTED = 42, DEPTH = 3, RECORD = 28 };

/* One element after the other, all of them whole; an INTEGER that is wanted in @depth SEQUENCEs. */
static bool is_strict(const uint8_t *data, size_t size, int depth, bool *wanted)
{
	while (size) {
		size_t header = size > 1 && data[1] == 0x81 ? 3 : 2, length;

		if (size < header)
			return false;
		length = data[header - 1];
		if ((header == 2 && length >= 0x80) || length > size - header)
			return false;
		if (data[0] == SEQUENCE && !is_strict(data + header, length, depth - 1, wanted))
			return false;
		*wanted |= data[0] == INTEGER && length == 1 && data[header] == WANTED && !depth;
		data += header + length;
		size -= header + length;
	}
	return true;
}

static bool has_integer(const uint8_t *data, size_t size)
{
	bool wanted = false;

	return is_strict(data, size, DEPTH, &wanted) && wanted;
}

static bool has_records(const uint8_t *data, size_t size)
{
	bool one = false, other = false;

	for (size_t at = 0; at < size; at += RECORD) {
		other |= one && data[at] == 'S';
		one |= data[at] == 'R';
	}
	return one && other && size % RECORD == 0;
}

static const uint8_t elements[] = {
	0x30, 0x81, 0x27,                         /* of which the length may be shorter */
	0x30, 0x05, 0x02, 0x01, 0x07, 0x05, 0x00, /* one that goes */
	0x30, 0x19, 0x30, 0x05, 0x02, 0x01, 0x07, 0x05, 0x00,             /* another around */
	0x30, 0x0a, 0x04, 0x03, 'a',  'b',  'c',  0x02, 0x01, 0x2a, 0x05, /* what is wanted */
	0x00, 0x13, 0x04, 'e',  'n',  'd',  '.',  0x04, 0x03, 0x02, 0x01, 0x07,
};

static const uint8_t records[9 * RECORD] = {
	[1] = 'a', [2 * RECORD] = 'R', [4 * RECORD + 7] = 5, [6 * RECORD] = 'S', [8 * RECORD] = 'c',
};

static const struct {
	predicate *holds;
	struct structure structure;
	const uint8_t *before;
	size_t size;
	uint8_t after[2 * RECORD];
	size_t left;
} built[] = {
	{ has_integer,
	  { STRUCTURE_DER, 0 },
	  elements,
	  sizeof(elements),
	  { 0x30, 7, 0x30, 5, 0x30, 3, 2, 1, WANTED },
	  9 },
	{ has_records,
	  { STRUCTURE_RECORDS, RECORD },
	  records,
	  sizeof(records),
	  { 'R', [RECORD] = 'S' },
	  2 * RECORD },
};

static size_t minimize_built(size_t row, struct structure structure, uint8_t *data)
{
	struct oracle oracle = { .holds = built[row].holds };
	struct minimizer minimizer = { .data = data,
				       .size = built[row].size,
				       .structure = structure,
				       .first = first,
				       .context = &oracle };

	memcpy(data, built[row].before, minimizer.size);
	assert_true(built[row].holds(data, minimizer.size));
	minimize(&minimizer);
	return minimizer.size;
}

static void structures(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(built); i++) {
		uint8_t data[sizeof(records)];

		assert_true(minimize_built(i, (struct structure){ STRUCTURE_NONE, 0 }, data) >
			    built[i].left);
		assert_int_equal(minimize_built(i, built[i].structure, data), built[i].left);
		assert_memory_equal(data, built[i].after, built[i].left);
	}
}

/* Every other one, of a size that cannot become nothing. */
static bool is_even(const uint8_t *data, size_t size)
{
	(void)data;
	return size % 2 == 0 && size > 4;
}

/* Whatever it is: nothing is read or written where it must not be, and it ends. */
static void hostile(void **state)
{
	uint32_t random = 1;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		uint8_t *data = malloc(sizeof(elements) + 1);
		struct oracle oracle = { .holds = is_even };
		struct minimizer minimizer = { .data = data,
					       .size = sizeof(elements),
					       .structure = { STRUCTURE_DER, 0 },
					       .first = first,
					       .context = &oracle };

		assert_non_null(data);
		memcpy(data, elements, sizeof(elements));
		for (int i = 0; i < 6; i++) {
			random = random * 1103515245 + 12345;
			data[random % sizeof(elements)] = (uint8_t)(random >> 16);
		}
		minimize(&minimizer);
		free(data);
	}
}

static void declarations(void **state)
{
	static const struct {
		const char *source;
		int ret, kind;
		size_t record;
	} said[] = {
		{ "VITRO_HARNESS(a, .run = run);", 0, STRUCTURE_NONE, 0 },
		{ ".run = run, .structure = VITRO_DER);", 0, STRUCTURE_DER, 0 },
		{ ".structure=VITRO_DER,", 0, STRUCTURE_DER, 0 },
		{ ".structure = VITRO_DERIVED)", -1, STRUCTURE_NONE, 0 },
		{ ".structure = VITRO_RECORDS(512))", 0, STRUCTURE_RECORDS, 512 },
		{ ".structure = VITRO_RECORDS(SIZE))", -1, STRUCTURE_RECORDS, 0 },
		{ ".structure = VITRO_RECORDS(0))", -1, STRUCTURE_RECORDS, 0 },
		{ ".structure = 1", -1, STRUCTURE_NONE, 0 },
		{ ".structure", -1, STRUCTURE_NONE, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(said); i++) {
		struct structure structure;

		assert_int_equal(structure_parse(said[i].source, &structure), said[i].ret);
		assert_int_equal(structure.kind, said[i].kind);
		assert_int_equal(structure.record, said[i].record);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(structures),
		cmocka_unit_test(hostile),
		cmocka_unit_test(declarations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
