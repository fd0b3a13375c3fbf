// SPDX-License-Identifier: GPL-2.0-only
#include "replay.h"

#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "process.h"
#include "text.h"

enum { BATCH = 500 };

static int collect_one(const char *path, const char *name, void *context)
{
	(void)name;
	strings_add(context, path);
	return 0;
}

void replay_collect(struct strings *inputs, const char *dir)
{
	file_each(dir, collect_one, inputs);
}

/* How many of @count inputs it got to, told by the number of "Running: PATH" lines. */
static int started(const char *log)
{
	char *text = file_read(log, NULL);
	int count = 0;

	for (char *line = text; line && *line; line += strcspn(line, "\n"), line += *line == '\n')
		count += text_starts(line, "Running: ");
	free(text);
	return count;
}

/* Return: how many ended well, all of them when the program did; -1 when it did not even begin. */
static int run_batch(const char *binary, char *const *inputs, int count, const char *log)
{
	struct command command = { .log = log };
	int code, reached;

	command_add(&command, "%s", binary);
	command_words(&command, "-timeout=30 -rss_limit_mb=4096 -detect_leaks=0");
	for (int i = 0; i < count; i++)
		command_add(&command, "%s", inputs[i]);
	code = command_run(&command);
	command_free(&command);
	if (code == 0)
		return count;
	reached = started(log);
	if (code < 0 || reached == 0 || reached > count)
		return -1;
	return reached - 1;
}

/* Run @count inputs, in the end only such as end well together. Return: number left out, or -1. */
static int run_all(const char *binary, char *const *inputs, int count, const char *log)
{
	int left_out = 0;

	while (count > 0) {
		int good = run_batch(binary, inputs, count, log), again;

		if (good == count)
			return left_out;
		if (good < 0)
			return -1;
		again = run_all(binary, inputs, good, log);
		if (again < 0)
			return -1;
		left_out += again + 1;
		inputs += good + 1;
		count -= good + 1;
	}
	return left_out;
}

int replay_run(const char *binary, const struct strings *inputs, const char *log)
{
	int left_out = 0;

	for (int at = 0; at < inputs->count; at += BATCH) {
		int count = inputs->count - at < BATCH ? inputs->count - at : BATCH;
		int ret = run_all(binary, inputs->item + at, count, log);

		if (ret < 0)
			return -1;
		left_out += ret;
	}
	return left_out;
}
