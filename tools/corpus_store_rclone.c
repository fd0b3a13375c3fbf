// SPDX-License-Identifier: GPL-2.0-only
/*
 * Anything that rclone knows. Where a place keeps a file that was cut short, its size tells: such a file is brought again by the
 * next one who pushes, and is never taken in by one who pulls.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "corpus_store.h"
#include "files.h"
#include "process.h"

enum { DIRECTORY_NOT_FOUND = 3 }; /* rclone's exit status */

static int rclone_open(struct store *store)
{
	(void)store;
	return store_needs("rclone", "rclone");
}

static void begin(struct command *command, const char *verb)
{
	command_words(
		command,
		"rclone --quiet --retries 2 --low-level-retries 3 --transfers 8 --checkers 16 --contimeout 20s --timeout 60s");
	command_add(command, "%s", verb);
}

/* Lines that @verb prints of the directory @path there, none when it is not there. */
static int list(struct store *store, const char *flags, const char *path, struct strings *lines)
{
	struct command command = { .quiet = true };
	char *text = NULL;
	int status;

	begin(&command, "lsf");
	command_words(&command, flags);
	command_add(&command, "%s/%s", store->place, path);
	status = command_capture(&command, &text, NULL);
	command_free(&command);
	if (!status)
		strings_split(lines, text, "\n");
	free(text);
	if (status && status != DIRECTORY_NOT_FOUND)
		return cli_fail("rclone cannot list %s (exit status %d)", store->place, status);
	return 0;
}

/* "SIZE;NAME" */
static int rclone_list(struct store *store, struct corpus *there)
{
	struct strings lines = { 0 };
	int ret = list(store, "--files-only --format sp --separator ;", store->below, &lines);

	for (int i = 0; i < lines.count; i++) {
		const char *name = strchr(lines.item[i], ';');

		if (name)
			store_found(there, name + 1, strtoull(lines.item[i], NULL, 10));
	}
	strings_clear(&lines);
	return ret;
}

static int rclone_layouts(struct store *store, struct strings *layouts)
{
	struct strings lines = { 0 };
	int ret = list(store, "--dirs-only", store->harness, &lines);

	for (int i = 0; i < lines.count; i++) {
		char *line = lines.item[i];

		line[strcspn(line, "/")] = '\0';
		if (text_starts(line, "layout-"))
			strings_add(layouts, line + strlen("layout-"));
	}
	strings_clear(&lines);
	return ret;
}

static int copy(const char *files, const char *from, const char *to)
{
	struct command command = { 0 };
	int status;

	begin(&command, "copy");
	command_words(&command, "--size-only --copy-links --files-from-raw");
	command_add(&command, "%s", files);
	command_add(&command, "%s", from);
	command_add(&command, "%s", to);
	status = command_run(&command);
	command_free(&command);
	return status ? cli_fail("rclone cannot copy to %s (exit status %d)", to, status) : 0;
}

/* From a directory of links, which have the names that they are to have there. */
static int rclone_put(struct store *store, const struct corpus *inputs)
{
	char *links = text_format("%s/links", store->scratch), *files = NULL;
	char *to = text_format("%s/%s", store->place, store->below);
	struct strings names = { 0 };
	int ret = file_make_directories(links) ? cli_error("cannot write to %s", links) : 0;

	for (int i = 0; i < inputs->count && !ret; i++) {
		char *link = text_format("%s/%s", links, inputs->inputs[i].name);
		char *real = realpath(inputs->inputs[i].path, NULL);

		if (real && !symlink(real, link))
			strings_add(&names, inputs->inputs[i].name);
		free(real);
		free(link);
	}
	if (!ret)
		files = store_write_list(store, "files", &names);
	ret = ret ? ret : !files ? CLI_FOUND : copy(files, links, to);
	strings_clear(&names);
	free(files);
	free(to);
	free(links);
	return ret;
}

static int rclone_get(struct store *store, const struct strings *names, const char *to)
{
	char *from = text_format("%s/%s", store->place, store->below);
	char *files = store_write_list(store, "files", names);
	int ret = files ? copy(files, from, to) : CLI_FOUND;

	free(files);
	free(from);
	return file_count(to) ? 0 : ret;
}

const struct store_kind store_rclone = {
	.name = "rclone",
	.open = rclone_open,
	.list = rclone_list,
	.layouts = rclone_layouts,
	.put = rclone_put,
	.get = rclone_get,
};
