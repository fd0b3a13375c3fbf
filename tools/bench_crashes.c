// SPDX-License-Identifier: GPL-2.0-only
#include "bench_crashes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_inputs.h"
#include "cli.h"
#include "files.h"
#include "pool.h"
#include "project.h"
#include "text.h"

enum { TIMEOUT_MS = 2000, RSS_MB = 4096, SECTOR = 512, JUNK = 100 };

static const struct {
	const char *flavour;
	int count;
	bool two; /* bugs in one input */
} planted[] = {
	{ "address", 18, false },
	{ "address", 8, true },
	{ "undefined", 3, false },
	{ "memory", 2, false },
};

static int start(struct pool **pool, const struct bench *bench, const char *harness,
		 const char *flavour)
{
	struct runner_options options = { TIMEOUT_MS, RSS_MB };
	char *names[] = { (char *)harness, NULL };
	struct build build = bench->build;
	int ret;

	build.flavour = flavour_find(flavour);
	if (!build.flavour)
		return CLI_USAGE;
	ret = build_harnesses(&build, names);
	return ret ? ret : pool_start(pool, &build, harness, &options, 1);
}

static void discard(struct bench_crash *crash)
{
	free(crash->name);
	free(crash->harness);
	free(crash->data);
	crash_free(&crash->crash);
}

/* Takes over @name and @data. */
static int add(struct bench_crashes *crashes, struct pool *pool, struct bench_crash crash)
{
	struct trial trial;
	int ret = pool_try(pool, crash.data, crash.size, &trial);

	if (!ret && !trial.crashed)
		ret = cli_fail("%s does not crash", crash.name);
	crash.truth = trial.truth;
	crash.crash = trial.crash;
	trial.crash = (struct crash){ 0 };
	trial_free(&trial);
	crashes->list = memory_resize(crashes->list, sizeof(crash) * (size_t)(crashes->count + 1));
	crashes->list[crashes->count++] = crash;
	return ret;
}

static uint8_t *copy_of(const uint8_t *data, size_t size)
{
	uint8_t *copy = memory_resize(NULL, size + 1);

	memcpy(copy, data, size);
	return copy;
}

/* ---- Planted ---- */

static int add_planted(struct bench_crashes *crashes, const struct bench *bench, size_t row)
{
	struct bench_inputs inputs = { 0 };
	struct pool *pool = NULL;
	int ret = start(&pool, bench, "demo", planted[row].flavour);

	if (!ret)
		ret = bench_inputs_make(&inputs, pool, planted[row].flavour, planted[row].count,
					planted[row].two);
	for (int i = 0; i < inputs.count && !ret; i++) {
		const struct bench_input *input = &inputs.list[i];
		struct bench_crash crash = {
			.name = text_format("demo, %s%s %d", planted[row].flavour,
					    planted[row].two ? ", two" : "", i + 1),
			.harness = text_format("demo"),
			.flavour = planted[row].flavour,
			.data = copy_of(input->data, input->size),
			.size = input->size,
		};

		ret = add(crashes, pool, crash);
	}
	bench_inputs_free(&inputs);
	pool_stop(pool);
	return ret;
}

/* ---- Real ones: "HARNESS FLAVOUR SIZE", then "OFFSET HEXADECIMAL" of what is not 0 ---- */

static size_t put_bytes(uint8_t *data, size_t size, size_t at, const char *digits)
{
	unsigned int byte;

	for (; at < size && sscanf(digits, "%2x", &byte) == 1; digits += 2)
		data[at++] = (uint8_t)byte;
	return at;
}

static bool parse(const char *path, struct bench_crash *crash, char *flavour)
{
	char *text = file_read(path, NULL), *digits = memory_resize(NULL, 4096);
	char *harness = memory_resize(NULL, 64);
	struct strings lines = { 0 };
	size_t at;

	if (text)
		strings_split(&lines, text, "\n");
	for (int i = 0; i < lines.count; i++) {
		const char *line = lines.item[i];

		if (*line == '#')
			continue;
		if (!crash->data &&
		    sscanf(line, "%63s %31s %zu", harness, flavour, &crash->size) == 3)
			crash->data = calloc(crash->size + 1 + JUNK, 1);
		else if (crash->data && sscanf(line, "%zu %4095[0-9a-f]", &at, digits) == 2)
			put_bytes(crash->data, crash->size, at, digits);
	}
	crash->harness = harness;
	strings_clear(&lines);
	free(digits);
	free(text);
	return crash->data;
}

/* Bytes that mean nothing where there are zeroes now, or behind the end; as much as can be without another result. */
static int add_junk(struct bench_crashes *crashes, struct pool *pool,
		    const struct bench_crash *clean)
{
	struct bench_crash crash = { .flavour = clean->flavour, .truth = -1 };
	size_t whole = clean->size + (clean->size < SECTOR ? JUNK : 0);
	size_t step = clean->size < SECTOR ? JUNK : SECTOR;
	uint32_t state = 1;

	crash.name = text_format("%s, filled", clean->name);
	crash.harness = text_format("%s", clean->harness);
	crash.data = memory_resize(NULL, whole + 1);
	memset(crash.data, 0, whole + 1);
	if (clean->data)
		memcpy(crash.data, clean->data, clean->size);
	crash.size = whole;
	for (size_t at = clean->size < SECTOR ? clean->size : 0; at < whole; at += step) {
		size_t part = whole - at < step ? whole - at : step;
		uint8_t *before = copy_of(crash.data + at, part);
		struct trial trial;
		int ret;

		for (size_t i = at; i < at + part; i++)
			crash.data[i] ^= (uint8_t)((state = state * 1103515245 + 12345) >> 16);
		ret = pool_try(pool, crash.data, crash.size, &trial);
		if (!ret && (!trial.crashed || !crash_same(&clean->crash, &trial.crash)))
			memcpy(crash.data + at, before, part);
		trial_free(&trial);
		free(before);
		if (ret) {
			discard(&crash);
			return ret;
		}
	}
	return add(crashes, pool, crash);
}

struct collection {
	struct bench_crashes *crashes;
	const struct bench *bench;
	int ret;
};

static int add_file(const char *path, const char *name, void *context)
{
	struct collection *collection = context;
	struct bench_crashes *crashes = collection->crashes;
	struct bench_crash crash = { .name = text_format("%s", name) };
	struct pool *pool = NULL;
	char flavour[32] = "";

	if (!parse(path, &crash, flavour))
		collection->ret = cli_fail("%s cannot be read", path);
	else
		collection->ret = start(&pool, collection->bench, crash.harness, flavour);
	if (collection->ret) {
		discard(&crash);
		return collection->ret;
	}
	crash.flavour = flavour_find(flavour)->name;
	collection->ret = add(crashes, pool, crash);
	if (!collection->ret) {
		struct bench_crash clean = crashes->list[crashes->count - 1];

		collection->ret = add_junk(crashes, pool, &clean);
	}
	pool_stop(pool);
	return collection->ret;
}

int bench_crashes_make(struct bench_crashes *crashes, const struct bench *bench)
{
	struct collection collection = { crashes, bench, 0 };
	char *real = project_path("tests/crashes");
	int ret = 0;

	*crashes = (struct bench_crashes){ 0 };
	for (size_t i = 0; i < sizeof(planted) / sizeof(*planted) && !ret; i++)
		ret = add_planted(crashes, bench, i);
	if (!ret)
		file_each(real, add_file, &collection);
	free(real);
	return ret ? ret : collection.ret;
}

void bench_crashes_free(struct bench_crashes *crashes)
{
	for (int i = 0; i < crashes->count; i++)
		discard(&crashes->list[i]);
	free(crashes->list);
}
