// SPDX-License-Identifier: GPL-2.0-only
/*
 * A branch of a git repository, anywhere that git reaches. A bare repository of our own keeps what was fetched, so that only
 * what is new travels; the branch goes from one commit to the next at one stroke, and who comes second puts his on top of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli.h"
#include "corpus_git.h"
#include "files.h"
#include "process.h"
#include "project.h"

enum { NO_SUCH_REF = 2 /* git ls-remote --exit-code */ };

/* Nothing of it is left when the one who made it was killed: we hold the lock. */
static void remove_stale_locks(const struct store *store)
{
	static const char *const names[] = { "config.lock", "packed-refs.lock", "shallow.lock",
					     "HEAD.lock" };
	char *ref = text_format("%s/refs/vitro/%s.lock", store->cache, store->part);

	unlink(ref);
	free(ref);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char *path = text_format("%s/%s", store->cache, names[i]);

		unlink(path);
		free(path);
	}
}

void git_begin(struct command *command, const struct store *store)
{
	command_words(command, "git -c gc.auto=0 -c user.name=vitro -c user.email=vitro@localhost "
			       "-c core.autocrlf=false --git-dir");
	command_add(command, "%s", store->cache);
}

int git_run(struct command *command)
{
	int status;

	status = command_run(command);
	command_free(command);
	return status;
}

char *git_capture(struct command *command, int *status)
{
	char *text = NULL;

	command->quiet = true;
	*status = command_capture(command, &text, NULL);
	command_free(command);
	if (*status) {
		free(text);
		return NULL;
	}
	text[strlen(text) - (*text && text_ends(text, "\n"))] = '\0';
	return text;
}

static int git_open(struct store *store)
{
	char name[CORPUS_NAME], *lock, *dir = state_path("share");
	struct command init = { .quiet = true };
	int ret = store_needs("git", "git");

	setenv("GIT_TERMINAL_PROMPT", "0", 1);
	if (!store->part || !*store->part) {
		free(store->part);
		store->part = text_format("%s", "corpus");
	}
	if (strpbrk(store->part, " ~^:?*[\\") || strstr(store->part, "..") || *store->part == '-')
		ret = cli_error("'%s' cannot be a branch", store->part);
	corpus_name(store->place, strlen(store->place), name);
	store->cache = text_format("%s/%s.git", dir, name);
	lock = text_format("%s.lock", store->cache);
	if (!ret && file_make_directories(dir))
		ret = cli_error("cannot write to %s: %s", dir, strerror(errno));
	if (!ret) {
		store->lock = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		if (store->lock < 0 || flock(store->lock, LOCK_EX))
			ret = cli_error("cannot lock %s: %s", lock, strerror(errno));
	}
	if (!ret) {
		remove_stale_locks(store);
		command_words(&init, "git init --quiet --bare");
		command_add(&init, "%s", store->cache);
		ret = git_run(&init) ? cli_error("git cannot make %s", store->cache) : 0;
	}
	free(lock);
	free(dir);
	return ret;
}

char *git_remote_commit(const struct store *store)
{
	struct command command = { 0 };
	int status;
	char *text;

	git_begin(&command, store);
	command_words(&command, "ls-remote --exit-code");
	command_add(&command, "%s", store->place);
	command_add(&command, "refs/heads/%s", store->part);
	text = git_capture(&command, &status);
	if (text)
		text[strcspn(text, "\t")] = '\0';
	else if (status == NO_SUCH_REF)
		text = text_format("%s", "");
	else
		cli_fail("git cannot reach %s (exit status %d)", store->place, status);
	return text;
}

int git_fetch(const struct store *store, char **commit)
{
	struct command command = { 0 };

	*commit = git_remote_commit(store);
	if (!*commit)
		return CLI_FOUND;
	if (!**commit)
		return 0;
	git_begin(&command, store);
	command_words(&command, "fetch --quiet --no-tags");
	command_add(&command, "%s", store->place);
	command_add(&command, "+refs/heads/%s:refs/vitro/%s", store->part, store->part);
	if (!git_run(&command))
		return 0;
	return cli_fail("git cannot fetch %s of %s", store->part, store->place);
}

/* Lines of ls-tree of @path in what was fetched. */
static int list_tree(const struct store *store, const char *path, struct strings *lines)
{
	struct command command = { 0 };
	char *commit = NULL, *text = NULL;
	int ret = git_fetch(store, &commit), status = 0;

	if (!ret && *commit) {
		git_begin(&command, store);
		command_words(&command, "ls-tree -l");
		command_add(&command, "refs/vitro/%s", store->part);
		command_add(&command, "%s/", path);
		text = git_capture(&command, &status);
		ret = text ? 0 : cli_fail("git cannot list what it has fetched (%d)", status);
	}
	if (text)
		strings_split(lines, text, "\n");
	free(text);
	free(commit);
	return ret;
}

/* "100644 blob OBJECT SIZE\tPATH" */
static int git_list(struct store *store, struct corpus *there)
{
	struct strings lines = { 0 };
	int ret = list_tree(store, store->below, &lines);

	for (int i = 0; i < lines.count; i++) {
		const char *name = strrchr(lines.item[i], '/');
		size_t size;

		if (name && text_starts(lines.item[i], "100") &&
		    sscanf(lines.item[i], "%*s blob %*s %zu", &size) == 1)
			store_found(there, name + 1, size);
	}
	strings_clear(&lines);
	return ret;
}

static int git_layouts(struct store *store, struct strings *layouts)
{
	struct strings lines = { 0 };
	int ret = list_tree(store, store->harness, &lines);

	for (int i = 0; i < lines.count; i++) {
		const char *name = strrchr(lines.item[i], '/');

		if (name && text_starts(name, "/layout-"))
			strings_add(layouts, name + strlen("/layout-"));
	}
	strings_clear(&lines);
	return ret;
}

/* ---- get ---- */

/* "OBJECT blob SIZE\n", the content, "\n"; or "NAME missing\n". */
static const char *take_object(const char *at, const char *end, const char *path, int *ret)
{
	const char *line = memchr(at, '\n', (size_t)(end - at));
	size_t size;

	if (!line)
		return end;
	if (sscanf(at, "%*s blob %zu", &size) != 1)
		return line + 1;
	if (size >= (size_t)(end - line))
		return end;
	if (file_write(path, line + 1, size))
		*ret = cli_fail("cannot write to %s: %s", path, strerror(errno));
	return line + 1 + size + 1;
}

static int git_get(struct store *store, const struct strings *names, const char *to)
{
	struct strings objects = { 0 };
	struct command command = { .quiet = true };
	const char *at;
	char *text = NULL;
	size_t size;
	int ret = 0;

	for (int i = 0; i < names->count; i++) {
		char *object = text_format("refs/vitro/%s:%s/%s", store->part, store->below,
					   names->item[i]);

		strings_add(&objects, object);
		free(object);
	}
	command.input = store_write_list(store, "objects", &objects);
	git_begin(&command, store);
	command_words(&command, "cat-file --batch");
	if (!command.input || command_capture(&command, &text, &size))
		ret = cli_fail("git cannot read what it has fetched");
	at = text;
	for (int i = 0; i < names->count && !ret && at && at < text + size; i++) {
		char *path = text_format("%s/%s", to, names->item[i]);

		at = take_object(at, text + size, path, &ret);
		free(path);
	}
	command_free(&command);
	free((char *)command.input);
	free(text);
	strings_clear(&objects);
	return ret;
}

const struct store_kind store_git = {
	.name = "git",
	.open = git_open,
	.list = git_list,
	.layouts = git_layouts,
	.put = git_put,
	.get = git_get,
};
