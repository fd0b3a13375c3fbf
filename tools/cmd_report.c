// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "commands.h"
#include "exports.h"
#include "files.h"
#include "html.h"
#include "text.h"

static const char usage[] = "vitro report [ID...] [options]";

static int load_all(struct bugs *bugs, struct dossier **list, int *count)
{
	struct strings ids = { 0 };
	struct bug *all;
	int many, ret = bugs_list(bugs, &all, &many);

	*list = NULL;
	*count = 0;
	for (int i = 0; i < many; i++)
		strings_add(&ids, all[i].id);
	if (!ret && ids.count)
		ret = dossiers_load(bugs, ids.item, list, count);
	strings_clear(&ids);
	bugs_list_free(all, many);
	return ret;
}

static int write_report(struct bugs *bugs, char *const *ids, const char *output)
{
	struct dossier *list;
	int count, ret;

	ret = *ids ? dossiers_load(bugs, ids, &list, &count) : load_all(bugs, &list, &count);
	if (!ret)
		ret = export_to(output, html_page, list, count);
	if (!ret)
		printf("%s\n", output);
	dossiers_free(list, count);
	return ret;
}

int cmd_report(int argc, char **argv)
{
	const char *output = "vitro-report.html";
	const struct cli_opt opts[] = {
		{ "output", 'o', CLI_STRING, &output, "FILE",
		  "the page (default: vitro-report.html)" },
		{ 0 },
	};
	struct bugs *bugs = NULL;
	char **rest;
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	ret = bugs_open(&bugs);
	if (!ret)
		ret = bugs_adopt(bugs);
	if (!ret)
		ret = write_report(bugs, argv, output);
	bugs_close(bugs);
	return ret;
}
