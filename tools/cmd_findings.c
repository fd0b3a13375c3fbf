// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "exports.h"
#include "files.h"
#include "json.h"
#include "overrides.h"
#include "text.h"

static const char usage[] =
	"vitro findings [list | show ID | explain A B | mark WHAT ID [ID] | export [ID...] | rebuild] [options]";

/* What the command line asks for. */
struct request {
	const char *reason;
	const char *format;
	const char *output;
	bool json;
	char **words; /* behind the subcommand, NULL-terminated */
	int count;
	struct bugs *bugs;
};

static void print_bug(const struct bug *bug)
{
	printf("%-8s  %-20s  %-7s  %6d  %-12s  %s\n", bug->id, crash_class_name(bug->class),
	       bug->state, bug->crashes, bug->harness, bug->title);
}

static int list(struct request *request)
{
	json_t *array = json_array();
	struct bug *bugs;
	int count, ret = bugs_list(request->bugs, &bugs, &count);

	if (!ret && !request->json)
		printf("%-8s  %-20s  %-7s  %6s  %-12s  %s\n", "ID", "CLASS", "STATE", "INPUTS",
		       "HARNESS", "TITLE");
	for (int i = 0; i < count && !ret; i++) {
		if (request->json)
			json_array_append_new(array, bug_json(&bugs[i]));
		else
			print_bug(&bugs[i]);
	}
	bugs_list_free(bugs, count);
	if (!ret && request->json)
		return json_print(array);
	json_decref(array);
	return ret;
}

static int show(struct request *request)
{
	struct dossier dossier;
	int ret = dossier_load(request->bugs, request->words[0], &dossier);

	if (!ret && request->json)
		json_print(dossier_json(&dossier));
	else if (!ret)
		dossier_show(&dossier, stdout);
	dossier_free(&dossier);
	return ret;
}

/* The crash that gave @id its name, or else the one that stands for the bug, taken apart. */
static int read_crash(struct bugs *bugs, const char *id, struct bug *bug, struct crash *crash)
{
	char *directory = NULL, *report = NULL;
	int ret = bugs_find(bugs, id, bug);

	*crash = (struct crash){ 0 };
	if (!ret)
		ret = bugs_named(bugs, id, &directory);
	if (!ret) {
		report = bug_crash_report(&(struct bug_crash){ .directory = directory });
		if (!report)
			ret = cli_error("the log of %s has gone: %s", id, directory);
	}
	if (!ret)
		crash_parse(report, crash);
	free(report);
	free(directory);
	return ret;
}

static int explain(struct request *request)
{
	struct bug bugs[2] = { 0 };
	struct crash crashes[2] = { 0 };
	char *text = NULL;
	int ret = 0;

	for (int i = 0; i < 2 && !ret; i++)
		ret = read_crash(request->bugs, request->words[i], &bugs[i], &crashes[i]);
	if (!ret) {
		text = crash_explain(&crashes[0], &crashes[1]);
		printf("%s%s", text, text_ends(text, "\n") ? "" : "\n");
		if (strcmp(bugs[0].id, bugs[1].id) == 0)
			printf("filed as one: %s\n", bugs[0].id);
		else
			printf("filed as two: %s and %s\n", bugs[0].id, bugs[1].id);
	}
	free(text);
	for (int i = 0; i < 2; i++) {
		crash_free(&crashes[i]);
		bug_free(&bugs[i]);
	}
	return ret;
}

/* What was merged keeps the id that it is named by here. */
static int full_id(struct bugs *bugs, const char *word, char id[BUG_ID])
{
	struct bug bug;
	int ret = bugs_find(bugs, word, &bug);

	if (!ret)
		snprintf(id, BUG_ID, "%s", strlen(word) == BUG_ID - 1 ? word : bug.id);
	bug_free(&bug);
	return ret;
}

static int mark(struct request *request)
{
	const char *what = request->words[0];
	char ids[2][BUG_ID] = { "", "" };
	int kind = 0, ret = 0, wanted;

	while (kind < DECISIONS && strcmp(what, decision_names[kind]) != 0)
		kind++;
	if (kind == DECISIONS && strcmp(what, "open") != 0)
		return cli_error("'%s' is not same, different, ignore, fixed or open", what);
	wanted = kind == DECIDED_SAME || kind == DECIDED_DIFFERENT ? 2 : 1;
	if (request->count != 1 + wanted)
		return cli_error("mark %s wants %d ID%s", what, wanted, wanted > 1 ? "s" : "");
	for (int i = 0; i < wanted && !ret; i++)
		ret = full_id(request->bugs, request->words[1 + i], ids[i]);
	if (ret)
		return ret;
	if (wanted == 2 && strcmp(ids[0], ids[1]) == 0)
		return cli_error("both are %s", ids[0]);
	if (kind == DECISIONS)
		return overrides_reopen(ids[0]);
	return overrides_set(kind, ids[0], ids[1], request->reason ? request->reason : "");
}

static int export(struct request *request)
{
	const struct export_format *format = export_formats;
	const char *name = request->format ? request->format : "json";
	struct dossier *dossiers;
	int count, ret;

	while (format->name && strcmp(format->name, name) != 0)
		format++;
	if (!format->name)
		return cli_error("no format '%s'; there are: json, sarif, junit, gitlab, markdown",
				 name);
	ret = dossiers_load(request->bugs, request->words, &dossiers, &count);
	if (!ret)
		ret = export_to(request->output, format->write, dossiers, count);
	dossiers_free(dossiers, count);
	return ret;
}

static int rebuild(struct request *request)
{
	int known, ret = bugs_rebuild(request->bugs, &known);

	if (!ret)
		printf("%d crashes\n", known);
	return ret;
}

static const struct subcommand {
	const char *name;
	int (*run)(struct request *request);
	int least, most; /* words behind it */
} subcommands[] = {
	{ "list", list, 0, 0 }, { "show", show, 1, 1 },           { "explain", explain, 2, 2 },
	{ "mark", mark, 2, 3 }, { "export", export, 0, 1 << 20 }, { "rebuild", rebuild, 0, 0 },
};

static int run(const struct subcommand *subcommand, struct request *request)
{
	int ret;

	if (request->count < subcommand->least || request->count > subcommand->most)
		return cli_error("findings %s wants something else; see vitro findings --help",
				 subcommand->name);
	ret = bugs_open(&request->bugs);
	if (!ret)
		ret = bugs_adopt(request->bugs);
	if (!ret)
		ret = subcommand->run(request);
	bugs_close(request->bugs);
	return ret;
}

int cmd_findings(int argc, char **argv)
{
	struct request request = { 0 };
	const struct cli_opt opts[] = {
		{ "reason", 0, CLI_STRING, &request.reason, "TEXT", "for mark: why, in one line" },
		{ "format", 0, CLI_STRING, &request.format, "FORMAT",
		  "for export: json (default), sarif, junit, gitlab or markdown" },
		{ "output", 'o', CLI_STRING, &request.output, "FILE",
		  "for export: not to standard output" },
		{ "json", 0, CLI_FLAG, &request.json, NULL, "for list and show: for programs" },
		{ 0 },
	};
	char **rest;
	const char *name;
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	name = count ? argv[0] : "list";
	request.words = count ? argv + 1 : argv;
	request.count = count ? count - 1 : 0;
	for (size_t i = 0; i < sizeof(subcommands) / sizeof(*subcommands); i++)
		if (strcmp(subcommands[i].name, name) == 0)
			return run(&subcommands[i], &request);
	return cli_error("findings cannot '%s'; see vitro findings --help", name);
}
