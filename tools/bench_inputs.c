// SPDX-License-Identifier: GPL-2.0-only
#include "bench_inputs.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "project.h"
#include "text.h"

enum { TAG = 4, FIELDS = 5, DRAWS = 400 };

static uint64_t state;

static unsigned int below(unsigned int limit)
{
	state = state * 6364136223846793005UL + 1442695040888963407UL;
	return (unsigned int)(state >> 33) % limit;
}

/* name, harness, index, tag, flavour... of each line; those of demo and @flavour that end by themselves. */
static int read_tags(struct strings *tags, const char *flavour)
{
	char *path = project_path("tests/planted.table"), *text = file_read(path, NULL);
	struct strings lines = { 0 };

	if (text)
		strings_split(&lines, text, "\n");
	for (int i = 0; i < lines.count; i++) {
		struct strings fields = { 0 };

		strings_split(&fields, lines.item[i], " \t");
		if (fields.count > FIELDS && !strcmp(fields.item[1], "demo") &&
		    strlen(fields.item[3]) == TAG && !strcmp(fields.item[4], flavour) &&
		    strcmp(fields.item[0], "endless-loop"))
			strings_add(tags, fields.item[3]);
		strings_clear(&fields);
	}
	strings_clear(&lines);
	free(text);
	free(path);
	return tags->count ? 0 :
			     cli_fail("tests/planted.table has no bugs of demo for %s", flavour);
}

static void put(struct bench_input *input, const void *bytes, size_t size)
{
	if (input->size + size > BENCH_INPUT_MAX)
		return;
	memcpy(input->data + input->size, bytes, size);
	input->size += size;
}

static void put_bug(struct bench_input *input, const char *tag)
{
	static const uint8_t lengths[] = { 0, 3, 17, 101, 255 };
	uint8_t length = lengths[below(sizeof(lengths))];

	put(input, tag, TAG);
	put(input, &length, 1);
}

static void put_junk(struct bench_input *input, unsigned int most)
{
	for (unsigned int left = below(most); left; left--) {
		uint8_t byte = (uint8_t)below(256);

		put(input, &byte, 1);
	}
}

static void draw(struct bench_input *input, const char *tag, const char *other)
{
	*input = (struct bench_input){ .truth = -1 };
	for (unsigned int records = below(7); records; records--) {
		uint8_t record[] = { 'A', 'D', 'D', ':', 2, (uint8_t)below(9), (uint8_t)below(9) };

		put(input, record, sizeof(record));
	}
	if (other && below(2))
		put_bug(input, other), other = NULL;
	put_bug(input, tag);
	if (other) {
		put_junk(input, 20);
		put_bug(input, other);
	}
	put_junk(input, BENCH_INPUT_MAX);
}

/* What was drawn crashes, or another one is. The index of a bug is not its tag's row: the harness tells it. */
static int draw_crashing(struct bench_input *input, struct pool *pool, const char *tag,
			 const struct strings *others)
{
	for (int i = 0; i < DRAWS; i++) {
		const char *other =
			others ? others->item[below((unsigned int)others->count)] : NULL;
		struct trial trial;
		int ret;

		draw(input, tag, other);
		ret = pool_try(pool, input->data, input->size, &trial);
		if (ret)
			return ret;
		input->truth = trial.truth;
		ret = trial.crashed && trial.truth >= 0;
		trial_free(&trial);
		if (ret)
			return 0;
	}
	return cli_fail("no input with %s crashes", tag);
}

static void count_bugs(struct bench_inputs *inputs)
{
	for (int i = 0; i < inputs->count; i++) {
		int j = 0;

		while (j < i && inputs->list[j].truth != inputs->list[i].truth)
			j++;
		inputs->bugs += j == i;
	}
}

int bench_inputs_make(struct bench_inputs *inputs, struct pool *pool, const char *flavour,
		      int count, bool two)
{
	struct strings tags = { 0 };
	int ret = read_tags(&tags, flavour);

	*inputs = (struct bench_inputs){ .list = calloc((size_t)count, sizeof(*inputs->list)) };
	if (!inputs->list)
		abort();
	state = (uint64_t)count * 2 + two;
	for (; !ret && tags.count && inputs->count < count; inputs->count++)
		ret = draw_crashing(&inputs->list[inputs->count], pool,
				    tags.item[inputs->count % tags.count], two ? &tags : NULL);
	count_bugs(inputs);
	strings_clear(&tags);
	return ret;
}

void bench_inputs_free(struct bench_inputs *inputs)
{
	free(inputs->list);
	*inputs = (struct bench_inputs){ 0 };
}
