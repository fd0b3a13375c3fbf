// SPDX-License-Identifier: GPL-2.0-only
#include "corpus_store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "process.h"

static bool is_repository(const char *path)
{
	char *inside = text_format("%s/HEAD", path), *beside = text_format("%s/.git", path);
	bool is = text_ends(path, ".git") || file_exists(inside) || file_exists(beside);

	free(beside);
	free(inside);
	return is;
}

static bool is_git(const char *remote)
{
	static const char *const prefixes[] = { "git+",     "git://",  "file://", "ssh://",
						"https://", "http://", "git@" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (text_starts(remote, prefixes[i]))
			return true;
	return strchr(remote, '#') || is_repository(remote);
}

static char *copy(const char *text)
{
	return text_format("%s", text);
}

/* The part behind the last @mark goes to @part. */
static void split(struct store *store, char mark)
{
	char *at = strrchr(store->place, mark);

	if (!at)
		return;
	store->part = copy(at + 1);
	*at = '\0';
}

static int tell(struct store *store, const char *remote)
{
	if (text_starts(remote, "rclone:")) {
		store->kind = &store_rclone;
		store->place = copy(remote + strlen("rclone:"));
		return strchr(store->place, ':') ?
			       0 :
			       cli_error("%s: wanted is rclone:REMOTE:PATH", remote);
	}
	if (text_starts(remote, "oci:")) {
		store->kind = &store_oci;
		store->place = copy(remote + strlen("oci:"));
		split(store, ':');
		return store->part && *store->part ?
			       0 :
			       cli_error("%s: wanted is oci:DIRECTORY:TAG", remote);
	}
	store->kind = is_git(remote) ? &store_git : &store_directory;
	store->place = copy(text_starts(remote, "git+") ? remote + strlen("git+") : remote);
	if (store->kind == &store_git)
		split(store, '#');
	return *store->place ? 0 : cli_error("'%s' is no place", remote);
}

int store_open(struct store *store, const char *remote, const char *harness, const char *layout)
{
	char *base = corpus_path("%s", "");
	int ret;

	*store = (struct store){
		.harness = harness, .layout = layout, .kind = &store_directory, .lock = -1
	};
	store->below = text_format("%s/layout-%s", harness, layout);
	store->scratch = corpus_path(".new-%d-share", getpid());
	corpus_clear_stale(base, "");
	free(base);
	ret = tell(store, remote);
	if (!ret && file_make_directories(store->scratch))
		ret = cli_error("cannot write to %s: %s", store->scratch, strerror(errno));
	if (!ret && store->kind->open)
		ret = store->kind->open(store);
	return ret;
}

void store_close(struct store *store)
{
	if (store->scratch)
		file_remove_tree(store->scratch);
	free(store->scratch);
	free(store->place);
	free(store->part);
	free(store->below);
	free(store->cache);
	if (store->lock >= 0)
		close(store->lock);
}

void store_found(struct corpus *there, const char *name, size_t size)
{
	if (!corpus_is_name(name))
		return;
	if (there->count == there->room) {
		there->room = there->room * 2 + 256;
		there->inputs =
			memory_resize(there->inputs, sizeof(*there->inputs) * (size_t)there->room);
	}
	there->inputs[there->count] = (struct corpus_input){ .path = copy(""), .size = size };
	memcpy(there->inputs[there->count++].name, name, CORPUS_NAME);
}

int store_needs(const char *program, const char *package)
{
	struct command command = { .quiet = true };
	char *text = NULL;
	int status;

	command_add(&command, "%s", program);
	command_add(&command, "--version");
	status = command_capture(&command, &text, NULL);
	command_free(&command);
	free(text);
	return status ? cli_error("%s is not here: install the package %s", program, package) : 0;
}

char *store_write_list(struct store *store, const char *name, const struct strings *lines)
{
	char *path = text_format("%s/%s", store->scratch, name), *text = strings_join(lines, "\n");

	if (file_write(path, text, strlen(text))) {
		cli_error("cannot write to %s: %s", path, strerror(errno));
		free(path);
		path = NULL;
	}
	free(text);
	return path;
}
