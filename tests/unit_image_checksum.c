// SPDX-License-Identifier: GPL-2.0-only
/* Checksums of images (shim/host/image_sum.c, image_checksum.c, image_checksums.c and those who propose). */
#include "../shim/host/image_checksum.h"

#include "unit.h"

enum { SIZE = 64 * IMAGE_PAGE };

/* ---- Algorithms: of "123456789", as they are published; sums by hand ---- */

static const struct {
	enum image_algorithm algorithm;
	uint32_t seed, final;
	const char *of;
	size_t count;
	uint32_t sum;
} known[] = {
	{ IMAGE_CRC32C, UINT32_MAX, UINT32_MAX, "123456789", 9, 0xe3069283 },
	{ IMAGE_CRC32, UINT32_MAX, UINT32_MAX, "123456789", 9, 0xcbf43926 },
	{ IMAGE_CRC16, 0, 0, "123456789", 9, 0xbb3d },
	{ IMAGE_CRC_ITU, 0, 0, "123456789", 9, 0x31c3 },
	{ IMAGE_CRC_ITU, 0xffff, 0, "123456789", 9, 0x29b1 },
	{ IMAGE_SUM8, 0, 0, "123456789", 9, 0xdd },
	{ IMAGE_ROTATE16, 0, 0, "\1\2\3", 3, 0x4004 },
	{ IMAGE_ROTATE32, 0, 0, "\1\2\3", 3, 0x40000004 },
};

static void sums_are_the_known_ones(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(known); i++)
		assert_int_equal(image_sum(known[i].algorithm, known[i].seed,
					   (const uint8_t *)known[i].of, known[i].count) ^
					 known[i].final,
				 known[i].sum);
}

/* However it is cut into pieces. */
static void sums_go_on(void **state)
{
	uint8_t bytes[61];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 73 + 5);
	for (enum image_algorithm algorithm = 0; algorithm < IMAGE_ALGORITHMS; algorithm++) {
		uint32_t whole = image_sum(algorithm, 1, bytes, sizeof(bytes));

		for (size_t cut = 0; cut <= sizeof(bytes); cut++) {
			uint32_t sum = image_sum(algorithm, 1, bytes, cut);

			sum = image_sum(algorithm, sum, bytes + cut, sizeof(bytes) - cut);
			assert_int_equal(sum, whole);
		}
	}
}

/* ---- One checksum ---- */

static void fill(struct image *image)
{
	uint8_t page[IMAGE_PAGE];

	image_zeros(image, SIZE);
	for (size_t i = 0; i < sizeof(page); i++)
		page[i] = (uint8_t)(i * 31 + 1);
	for (uint64_t at = 0; at < (uint64_t)4 * IMAGE_PAGE; at += IMAGE_PAGE)
		image_write(image, at, page, sizeof(page));
	image_settle(image);
}

static struct image_checksum example(void)
{
	struct image_checksum sum = {
		.algorithm = IMAGE_CRC32C, .seed = UINT32_MAX, .inverted = true, .width = 4
	};

	sum.offset = 4096 + 100;
	image_checksum_over_but(&sum, 4096, 4096 + 200, sum.offset, 4);
	return sum;
}

static void repaired_it_holds(void **state)
{
	struct image_checksum sums[5] = { example(), example(), example(), example(), example() };
	struct image image;

	(void)state;
	fill(&image);
	sums[1].big_endian = true;
	sums[2].width = 2;
	sums[2].high = 9000;
	sums[3].seed_at = 5000;
	sums[4].offset = 12288;
	sums[4].times = 128;
	for (size_t i = 0; i < COUNT(sums); i++) {
		assert_false(image_checksum_holds(&image, &sums[i]));
		assert_true(image_checksum_repair(&image, &sums[i]));
		assert_true(image_checksum_holds(&image, &sums[i]));
		assert_false(image_checksum_repair(&image, &sums[i]));
	}
	assert_int_equal(image_le32(&image, 12288), image_le32(&image, 12288 + 127 * 4));
	image_free(&image);
}

/* All that makes a difference, and nothing else. */
static void touched_by_what_it_is_of(void **state)
{
	static const struct {
		uint64_t offset;
		bool touches;
	} places[] = { { 4095, false }, { 4096, true },  { 4096 + 99, true }, { 4096 + 100, true },
		       { 4296, false }, { 5000, true },  { 5003, true },      { 5004, false },
		       { 6000, true },  { 6002, false }, { 7000, true },      { 7001, true } };
	struct image_checksum sum = example();
	struct image image;

	(void)state;
	fill(&image);
	sum.seed_at = 5000;
	sum.high = 6000;
	image_checksum_over_counted(&sum, 8000, 4, 7000, 1);
	for (size_t i = 0; i < COUNT(places); i++) {
		image_write(&image, places[i].offset, "\0", 1);
		assert_int_equal(image_checksum_touched(&image, &sum), places[i].touches);
		image_reset(&image);
	}
	image_free(&image);
}

static void a_count_makes_a_piece_longer(void **state)
{
	struct image_checksum sum = { .algorithm = IMAGE_SUM8, .width = 1, .offset = 100 };
	struct image image;

	(void)state;
	image_zeros(&image, SIZE);
	image_checksum_over_counted(&sum, 200, 1, 50, 4);
	image_write(&image, 200, "\1\2\4\10\20\40", 6);
	assert_int_equal(image_checksum_of(&image, &sum), 1);
	image_write(&image, 50, "\1", 1);
	assert_int_equal(image_checksum_of(&image, &sum), 1 + 2 + 4 + 8 + 16);
	image_write(&image, 50, "\377\377", 2);
	assert_int_equal(image_checksum_of(&image, &sum), 63);
	image_free(&image);
}

/* ---- All of an image: exFAT, whose tools make no files, so that sets of entries are tested here ---- */

static uint16_t sum_of_entries(const uint8_t *entries, size_t count)
{
	uint16_t sum = 0;

	for (size_t i = 0; i < count; i++)
		if (i != 2 && i != 3)
			sum = (uint16_t)((sum << 15 | sum >> 1) + entries[i]);
	return sum;
}

enum { HEAP = 32 * 512, ENTRIES = 3 * 32, TABLE = HEAP + 2 * 512, TABLE_ENTRY = HEAP + 512 - 32 };

static void make_exfat(struct image *image)
{
	uint8_t boot[120] = "\xeb\x76\x90"
			    "EXFAT   ",
		entries[ENTRIES] = { 0x85, 2 };
	uint8_t table[32] = { 0x82 };
	uint16_t sum;

	image_zeros(image, SIZE);
	boot[88] = HEAP / 512;
	boot[108] = 9;
	image_write(image, 0, boot, sizeof(boot));
	entries[32] = 0xc0;
	entries[64] = 0xc1;
	memset(entries + 66, 'n', 30);
	sum = sum_of_entries(entries, sizeof(entries));
	memcpy(entries + 2, &sum, 2);
	image_write(image, HEAP, entries, sizeof(entries));
	table[20] = 4;
	table[24] = 3;
	memcpy(table + 4, "\4\0\0\x40", 4);
	image_write(image, TABLE_ENTRY, table, sizeof(table));
	image_write(image, TABLE, "\1\2\3", 3);
	image_settle(image);
}

static void sets_of_entries_are_made_right(void **state)
{
	uint8_t entries[ENTRIES];
	struct image image;

	(void)state;
	make_exfat(&image);
	image_checksums_learn(&image);
	assert_int_equal(image.checksums->count, 3); /* one is of a backup of nothing but zeros */
	assert_int_equal(image_checksums_repair(&image), 0);
	image_write(&image, HEAP + 70, "x", 1);
	assert_int_equal(image_checksums_repair(&image), 1);
	image_read(&image, HEAP, entries, sizeof(entries));
	assert_int_equal(image_le16(&image, HEAP + 2), sum_of_entries(entries, sizeof(entries)));
	image_write(&image, TABLE + 2, "\0", 1);
	assert_int_equal(image_checksums_repair(&image), 1);
	assert_int_equal(image_le32(&image, TABLE_ENTRY + 4), 0x40000001);
	image_free(&image);
}

static void what_was_repaired_may_touch_another(void **state)
{
	struct image_checksum first = example(), second = example();
	struct image image;

	(void)state;
	image_zeros(&image, SIZE);
	image_checksum_repair(&image, &first);
	second.offset = 20000;
	second.pieces = 0;
	image_checksum_over(&second, first.offset, 4);
	image_checksum_repair(&image, &second);
	image_settle(&image);
	image_checksums_learn(&image);
	assert_int_equal(image.checksums->count, 0);
	assert_true(image_checksum_propose(&image, &first));
	assert_true(image_checksum_propose(&image, &second));
	image_checksums_index(&image);
	image_write(&image, 4096, "x", 1);
	assert_int_equal(image_checksums_repair(&image), 2);
	assert_true(image_checksum_holds(&image, &first));
	assert_true(image_checksum_holds(&image, &second));
	image_free(&image);
}

/* ---- Hostile: superblocks of nothing but chance ---- */

static const struct {
	uint64_t offset;
	const char *magic;
	size_t size;
} magics[] = {
	{ 65536 + 64, "_BHRfS_M", 8 },
	{ 1024, "\xe2\xe1\xf5\xe0", 4 },
	{ 3, "EXFAT   ", 8 },
	{ 1024 + 56, "\x53\xef", 2 },
	{ 1024, "\x10\x20\xf5\xf2", 4 },
	{ 1024 + 6, "\x34\x34", 2 },
	{ 32768 + 1, "NSR02", 5 },
	{ 0, "XFSB", 4 },
};

static void chance(struct image *image, uint64_t size)
{
	for (uint64_t at = 0; at < size; at += 8) {
		uint64_t value = (uint64_t)rand() << 32 | (uint64_t)rand();

		if (rand() % 2)
			value &= (uint64_t)rand() & 0xff00ff00ff;
		image_write(image, at, &value, sizeof(value));
	}
}

static void hostile_images_do_no_harm(void **state)
{
	(void)state;
	srand(1);
	for (unsigned int i = 0; i < 40 * COUNT(magics); i++) {
		size_t which = i % COUNT(magics);
		struct image image;

		image_zeros(&image, i % 5 ? SIZE : IMAGE_PAGE);
		chance(&image, i % 3 ? (uint64_t)2 * IMAGE_PAGE : SIZE);
		image_write(&image, magics[which].offset, magics[which].magic, magics[which].size);
		image_settle(&image);
		image_checksums_learn(&image);
		chance(&image, IMAGE_PAGE);
		image_checksums_repair(&image);
		image_free(&image);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_are_the_known_ones),
		cmocka_unit_test(sums_go_on),
		cmocka_unit_test(repaired_it_holds),
		cmocka_unit_test(touched_by_what_it_is_of),
		cmocka_unit_test(a_count_makes_a_piece_longer),
		cmocka_unit_test(sets_of_entries_are_made_right),
		cmocka_unit_test(what_was_repaired_may_touch_another),
		cmocka_unit_test(hostile_images_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
