// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "cli.h"
#include "commands.h"
#include "html.h"

static const char usage[] = "vitro report [ID...] [options]";

int cmd_report(int argc, char **argv)
{
	const char *output = "vitro-report.html";
	const struct cli_opt opts[] = {
		{ "output", 'o', CLI_STRING, &output, "FILE",
		  "the page (default: vitro-report.html)" },
		{ 0 },
	};
	char **rest;
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	ret = html_write(output, argv);
	if (!ret)
		printf("%s\n", output);
	return ret;
}
