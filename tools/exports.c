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

int export_to(const char *path, int (*write)(const struct dossier *list, int count, FILE *to),
	      const struct dossier *list, int count)
{
	char *draft = text_format("%s.%d", path ? path : "", getpid());
	FILE *to = path ? fopen(draft, "we") : stdout;
	int ret = 0;

	if (!to)
		ret = cli_error("cannot write to %s: %s", path, strerror(errno));
	else if (write(list, count, to) || ferror(to) || (path ? fclose(to) : fflush(to)) ||
		 (path && rename(draft, path)))
		ret = cli_fail("cannot write to %s: %s", path ? path : "standard output",
			       strerror(errno));
	if (ret && path)
		unlink(draft);
	free(draft);
	return ret;
}
