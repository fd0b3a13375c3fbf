// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "corpus_git.h"
#include "files.h"

enum { ATTEMPTS = 20 };

/* The inputs as objects: a file for update-index, malloc-ed path, or NULL. */
static char *write_objects(struct store *store, const struct corpus *inputs)
{
	struct strings paths = { 0 }, objects = { 0 }, lines = { 0 };
	struct command command = { 0 };
	char *list, *text = NULL, *info = NULL;
	int status = 0;

	for (int i = 0; i < inputs->count; i++) {
		char *real = realpath(inputs->inputs[i].path, NULL);

		strings_add(&paths, real ? real : "/gone");
		free(real);
	}
	list = store_write_list(store, "paths", &paths);
	git_begin(&command, store);
	command_words(&command, "hash-object -w --no-filters --stdin-paths");
	command.input = list;
	if (list)
		text = git_capture(&command, &status);
	if (text)
		strings_split(&objects, text, "\n");
	for (int i = 0; i < objects.count && objects.count == inputs->count; i++) {
		char *line = text_format("100644 %s\t%s/%s", objects.item[i], store->below,
					 inputs->inputs[i].name);

		strings_add(&lines, line);
		free(line);
	}
	if (lines.count == inputs->count)
		info = store_write_list(store, "index-info", &lines);
	else
		cli_fail("git cannot take the inputs in (%d): has one just gone?", status);
	free(text);
	free(list);
	strings_clear(&paths);
	strings_clear(&objects);
	strings_clear(&lines);
	return info;
}

/* The tree of @commit, "" for none, with the inputs: its name, malloc-ed, or NULL. */
static char *write_tree(struct store *store, const char *commit, const char *info)
{
	struct command read = { 0 }, update = { .input = info }, write = { 0 };
	char *index = text_format("%s/index", store->scratch), *text;
	int status = 0;

	unlink(index);
	setenv("GIT_INDEX_FILE", index, 1);
	git_begin(&read, store);
	command_add(&read, "read-tree");
	command_add(&read, "%s", *commit ? commit : "--empty");
	git_begin(&update, store);
	command_words(&update, "update-index --add --index-info");
	git_begin(&write, store);
	command_words(&write, "write-tree");
	status = git_run(&read);
	if (!status)
		status = git_run(&update);
	text = status ? NULL : git_capture(&write, &status);
	unsetenv("GIT_INDEX_FILE");
	free(index);
	return text;
}

static char *write_commit(struct store *store, const char *parent, const char *tree, int count)
{
	struct command command = { 0 };
	int status;

	git_begin(&command, store);
	command_add(&command, "commit-tree");
	if (*parent) {
		command_add(&command, "-p");
		command_add(&command, "%s", parent);
	}
	command_add(&command, "-m");
	command_add(&command, "%s: %d inputs", store->harness, count);
	command_add(&command, "%s", tree);
	return git_capture(&command, &status);
}

/* Return: 0, -1 when somebody was faster, or an exit code. */
static int push(struct store *store, const char *parent, const char *commit)
{
	struct command command = { 0 };
	char *now, *text;
	int status, ret;

	git_begin(&command, store);
	command_words(&command, "push --quiet");
	command_add(&command, "%s", store->place);
	command_add(&command, "%s:refs/heads/%s", commit, store->part);
	text = git_capture(&command, &status);
	free(text);
	if (!status)
		return 0;
	now = git_remote_commit(store);
	if (!now)
		return CLI_FOUND;
	ret = strcmp(now, parent) ? -1 :
				    cli_fail("git cannot push to %s of %s (exit status %d)",
					     store->part, store->place, status);
	free(now);
	return ret;
}

static int attempt(struct store *store, const char *info, int count)
{
	char *parent = NULL, *tree = NULL, *commit = NULL;
	int ret = git_fetch(store, &parent);

	if (!ret)
		tree = write_tree(store, parent, info);
	if (tree)
		commit = write_commit(store, parent, tree, count);
	if (!ret && !commit)
		ret = cli_fail("git cannot make a commit in %s", store->cache);
	if (!ret)
		ret = push(store, parent, commit);
	free(commit);
	free(tree);
	free(parent);
	return ret;
}

int git_put(struct store *store, const struct corpus *inputs)
{
	char *info = write_objects(store, inputs);
	int ret = info ? -1 : CLI_FOUND;

	for (int i = 0; i < ATTEMPTS && ret < 0; i++) {
		if (i)
			usleep((useconds_t)(getpid() % 7 + 1) * 20000);
		ret = attempt(store, info, inputs->count);
	}
	free(info);
	return ret < 0 ? cli_fail("others push to %s all the time", store->place) : ret;
}
