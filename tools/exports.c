// SPDX-License-Identifier: GPL-2.0-only
#include "exports.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"

const struct export_format export_formats[] = {
	{ "json", export_json },     { "sarif", export_sarif },       { "junit", export_junit },
	{ "gitlab", export_gitlab }, { "markdown", export_markdown }, { 0 },
};

int export_json(const struct dossier *list, int count, FILE *to)
{
	json_t *array = json_array();
	int ret;

	for (int i = 0; i < count; i++)
		json_array_append_new(array, dossier_json(&list[i]));
	ret = json_dumpf(array, to, JSON_INDENT(2)) || putc('\n', to) == EOF;
	json_decref(array);
	return ret ? CLI_FOUND : 0;
}

static int write_file(const char *path, const char *text, size_t size)
{
	char *draft = text_format("%s.%d", path, getpid());
	int ret = 0;

	if (file_write(draft, text, size) || rename(draft, path)) {
		ret = cli_error("cannot write to %s: %s", path, strerror(errno));
		unlink(draft);
	}
	free(draft);
	return ret;
}

static int write_out(const char *text, size_t size)
{
	if (fwrite(text, 1, size, stdout) == size && !fflush(stdout))
		return 0;
	return cli_fail("cannot write to standard output: %s", strerror(errno));
}

int export_to(const char *path, int (*write)(const struct dossier *list, int count, FILE *to),
	      const struct dossier *list, int count)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	int ret;

	if (!to)
		abort();
	ret = write(list, count, to);
	if (fclose(to) || ret)
		ret = cli_fail("the export cannot be put together");
	else
		ret = path ? write_file(path, text, size) : write_out(text, size);
	free(text);
	return ret;
}
