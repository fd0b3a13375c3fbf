// SPDX-License-Identifier: GPL-2.0-only
#include "target_file.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "project.h"
#include "tree.h"

/* One line being read: words, and where it is for messages. */
struct line {
	struct strings words;
	const char *target;
	int number;
};

static int complain(const struct line *line, const char *what)
{
	return cli_error("targets/%s/target:%d: %s", line->target, line->number, what);
}

/* Evaluate and cut off "since X" and "until X". Return: 1 holds, 0 does not, -1 bad line. */
static int take_conditions(struct line *line, const struct tree *tree)
{
	struct strings *words = &line->words;
	int holds = 1;

	while (words->count >= 4) {
		const char *keyword = words->item[words->count - 2];
		const char *version = words->item[words->count - 1];
		bool since = strcmp(keyword, "since") == 0;

		if (!since && strcmp(keyword, "until") != 0)
			break;
		if (version[0] < '0' || version[0] > '9')
			return -1;
		if (tree && (tree_compare_version(tree, version) >= 0) != since)
			holds = 0;
		words->count -= 2;
	}
	return holds;
}

static void add_config(struct strings *config, const char *symbol)
{
	char *text = text_format("CONFIG_%s%s", symbol, strchr(symbol, '=') ? "" : "=y");

	strings_add_new(config, text);
	free(text);
}

static struct strings *objects_of(struct target *target, const char *keyword)
{
	if (strcmp(keyword, "test") == 0)
		return &target->test;
	return strcmp(keyword, "with") == 0 ? &target->with : &target->need;
}

static bool is_part(const char *keyword)
{
	static const char *const parts[] = { "config", "test", "with", "need", "override" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strcmp(keyword, parts[i]) == 0)
			return true;
	return false;
}

static int take_part(struct target *target, struct line *line, const struct tree *tree)
{
	const char *keyword = line->words.item[0], *value = line->words.item[1];
	int holds = take_conditions(line, tree);

	if (holds < 0)
		return complain(line, "'since' and 'until' want a version like 6.7");
	if (line->words.count != 2)
		return complain(line,
				"one name, then 'since X.Y' or 'until X.Y', is all a line takes");
	if (!holds)
		return 0;
	if (strcmp(keyword, "config") == 0)
		add_config(&target->config, value);
	else if (strcmp(keyword, "override") == 0)
		strings_add_new(&target->override, value);
	else if (!text_ends(value, ".o"))
		return complain(line, "an object file (path/name.o) is wanted");
	else
		strings_add_new(objects_of(target, keyword), value);
	return 0;
}

static int take_harness(struct target *target, const struct line *line)
{
	const struct strings *words = &line->words;

	if (words->count > 3 || (words->count == 3 && strcmp(words->item[2], "by-name") != 0))
		return complain(line, "one name, then 'by-name', is all a harness line takes");
	strings_add_new(&target->harnesses, words->item[1]);
	if (words->count == 3)
		strings_add_new(&target->by_name, words->item[1]);
	return 0;
}

static int take_line(struct target *target, struct line *line, const char *text,
		     const struct tree *tree)
{
	const char *keyword = line->words.item[0];

	if (line->words.count < 2)
		return complain(line, "a keyword wants a value");
	if (strcmp(keyword, "summary") == 0) {
		free(target->summary);
		text += strspn(text, " \t") + strlen("summary");
		target->summary = text_format("%s", text + strspn(text, " \t"));
	} else if (strcmp(keyword, "use") == 0) {
		strings_add_new(&target->uses, line->words.item[1]);
	} else if (strcmp(keyword, "harness") == 0) {
		return take_harness(target, line);
	} else if (is_part(keyword)) {
		return take_part(target, line, tree);
	} else {
		return complain(
			line,
			"summary, use, harness, config, test, with, need or override is wanted");
	}
	return 0;
}

/* "#" begins a comment, but not inside a word: PKCS#7. */
static void cut_comment(char *text)
{
	for (char *hash = text; (hash = strchr(hash, '#')); hash++) {
		if (hash > text && hash[-1] != ' ' && hash[-1] != '\t')
			continue;
		*hash = '\0';
		return;
	}
}

static int take_text(struct target *target, const char *name, char *text, const struct tree *tree)
{
	struct line line = { .target = name };
	int ret = 0;

	for (char *next; text && *text && !ret; text = next) {
		next = strchr(text, '\n');
		if (next)
			*next++ = '\0';
		line.number++;
		cut_comment(text);
		strings_split(&line.words, text, " \t");
		if (line.words.count)
			ret = take_line(target, &line, text, tree);
		strings_clear(&line.words);
	}
	return ret;
}

int target_read(const char *name, const struct tree *tree, struct target *target)
{
	char *path = project_path("targets/%s/target", name);
	char *text = file_read(path, NULL);
	int ret;

	*target = (struct target){ .summary = text_format("%s", "") };
	ret = text ? take_text(target, name, text, tree) :
		     cli_error("no target '%s': there is no targets/%s/target", name, name);
	if (ret)
		target_free(target);
	free(text);
	free(path);
	return ret;
}

void target_free(struct target *target)
{
	free(target->summary);
	strings_clear(&target->uses);
	strings_clear(&target->harnesses);
	strings_clear(&target->by_name);
	strings_clear(&target->config);
	strings_clear(&target->test);
	strings_clear(&target->with);
	strings_clear(&target->need);
	strings_clear(&target->override);
	target->summary = NULL;
}
