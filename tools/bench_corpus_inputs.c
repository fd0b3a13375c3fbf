// SPDX-License-Identifier: GPL-2.0-only
/* What a session of x509 keeps, and variations of it: always the same. */
#include <stdlib.h>
#include <string.h>

#include "bench_corpus.h"
#include "cli.h"
#include "corpus.h"
#include "files.h"
#include "process.h"
#include "project.h"

enum { CHANGES = 4, ROOM = 8192 };

static uint32_t draw(struct merging *merging, size_t below)
{
	merging->seed = merging->seed * 6364136223846793005U + 1442695040888963407U;
	return (uint32_t)((merging->seed >> 33) % (below ? below : 1));
}

static int fuzz(const struct merging *merging)
{
	char *seeds = project_path("corpus/x509/seeds");
	char *log = text_format("%s/fuzz.log", merging->bench->scratch);
	struct command command = { .log = log };
	int ret = file_make_directories(merging->raw) ? CLI_FOUND : 0;

	command_add(&command, "%s", merging->binary);
	command_words(&command, "-seed=1 -runs=400000 -reload=0 -use_value_profile=1");
	command_add(&command, "%s", merging->raw);
	command_add(&command, "%s", seeds);
	if (!ret && command_run(&command))
		ret = cli_fail("x509 cannot be fuzzed; its output is in %s", log);
	command_free(&command);
	free(log);
	free(seeds);
	return ret;
}

/* Flip a bit, or put a byte, or take some away, or put some of another one in. */
static size_t change(struct merging *merging, char *data, size_t size,
		     const struct corpus_input *other)
{
	size_t at = draw(merging, size), length = 1 + draw(merging, 16), from;

	switch (size ? draw(merging, 4) : 3) {
	case 0:
		data[at] ^= (char)(1 << draw(merging, 8));
		return size;
	case 1:
		data[at] = (char)draw(merging, 256);
		return size;
	case 2:
		length = length < size - at ? length : size - at;
		memmove(data + at, data + at + length, size - at - length);
		return size - length;
	default:
		from = draw(merging, other->size);
		length = length < other->size - from ? length : other->size - from;
		if (size + length > ROOM)
			return size;
		memmove(data + at + length, data + at, size - at);
		memcpy(data + at, other->data + from, length);
		return size + length;
	}
}

/* Return: whether it was not there yet. */
static bool keep(const struct merging *merging, const char *data, size_t size, int number)
{
	char name[CORPUS_NAME], *path, *fresh;
	bool is_new;

	corpus_name(data, size, name);
	path = text_format("%s/%s", merging->all, name);
	fresh = text_format("%s/%s", merging->fresh, name);
	is_new = !file_exists(path) && !file_exists(fresh) &&
		 !file_write(number < BENCH_INPUTS - BENCH_NEW ? path : fresh, data, size);
	free(fresh);
	free(path);
	return is_new;
}

int bench_corpus_inputs(struct merging *merging)
{
	static char data[ROOM];
	struct corpus corpus = { 0 };
	int ret = fuzz(merging), count = 0;

	if (!ret && (file_make_directories(merging->all) || file_make_directories(merging->fresh)))
		ret = cli_fail("cannot write to %s", merging->all);
	if (!ret)
		ret = corpus_read(&corpus, merging->raw, NULL);
	corpus_sort(&corpus);
	for (int i = 0; i < corpus.count && !ret && count < BENCH_INPUTS; i++)
		count += keep(merging, corpus.inputs[i].data, corpus.inputs[i].size, count);
	while (!ret && corpus.count && count < BENCH_INPUTS) {
		const struct corpus_input *one = &corpus.inputs[draw(merging, corpus.count)];
		size_t size = one->size < ROOM ? one->size : ROOM;

		memcpy(data, one->data, size);
		for (uint32_t left = 1 + draw(merging, CHANGES); left; left--)
			size = change(merging, data, size,
				      &corpus.inputs[draw(merging, corpus.count)]);
		count += keep(merging, data, size, count);
	}
	corpus_free(&corpus);
	return ret;
}
