// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "files.h"
#include "json.h"
#include "retrial.h"
#include "text.h"

static const char usage[] =
	"vitro affected [ID|FINDING...] -k TREE [-k TREE...] [options]\n\n"
	"  \"no\" says that none of the runs crashed: more of them (-n) tell more of a race";

/* One finding on one tree. */
struct cell {
	enum outcome outcome;
	char *detail;
	json_t *json;
};

struct request {
	struct retrial retrial;
	struct strings trees;
	bool json;
	struct suspects suspects;
	struct cell *cells; /* a row for each finding, a column for each tree */
};

static int parse(struct request *request, int argc, char **argv, int *count)
{
	struct retrial *retrial = &request->retrial;
	const struct cli_opt opts[] = {
		{ "kernel", 'k', CLI_STRINGS, &request->trees, "TREE",
		  "a tree to look at; again for each further one" },
		RETRIAL_OPTIONS(retrial),
		{ "json", 0, CLI_FLAG, &request->json, NULL, "as JSON" },
		{ 0 },
	};
	char **rest;
	int ret = cli_parse(usage, opts, argc, argv, count, &rest);

	if (ret >= 0)
		return ret;
	if (!request->trees.count)
		return cli_error("affected wants trees: -k TREE, once for each");
	return -1;
}

/* A wrong name is said before anything is built. */
static int prepare(struct request *request)
{
	int ret = retrial_prepare(&request->retrial);

	for (int i = 0; i < request->trees.count && !ret; i++)
		ret = retrial_check_tree(request->trees.item[i]);
	return ret;
}

static struct cell *cell_of(const struct request *request, int suspect, int tree)
{
	return &request->cells[suspect * request->trees.count + tree];
}

static int try(struct request *request, int tree)
{
	int ret;

	request->retrial.tree = request->trees.item[tree];
	ret = retrial_run(&request->retrial, &request->suspects);
	for (int i = 0; i < request->suspects.count && !ret; i++) {
		const struct suspect_input *worst;
		struct cell *cell = cell_of(request, i, tree);

		cell->outcome = suspect_outcome(&request->suspects.list[i], &worst);
		cell->detail = worst->detail ? text_format("%s", worst->detail) : NULL;
		cell->json = suspect_json(&request->suspects.list[i]);
	}
	return ret;
}

static const char *word(enum outcome outcome)
{
	static const char *const words[] = { "no", "unknown", "otherwise", "yes" };

	return words[outcome];
}

/* What "unknown" and "otherwise" stand for. */
static void print_details(const struct request *request)
{
	for (int i = 0; i < request->suspects.count; i++)
		for (int tree = 0; tree < request->trees.count; tree++) {
			const struct cell *cell = cell_of(request, i, tree);
			const struct suspect *suspect = &request->suspects.list[i];

			if (cell->outcome != OUTCOME_CHANGED &&
			    cell->outcome != OUTCOME_NOT_APPLICABLE)
				continue;
			printf("%s on %s: %s: %s\n", *suspect->id ? suspect->id : suspect->title,
			       request->trees.item[tree], word(cell->outcome),
			       cell->detail ? cell->detail : "");
		}
}

static int width(const char *tree)
{
	int length = (int)strlen(tree);

	return length > 9 ? length : 9;
}

static void print_table(const struct request *request)
{
	printf("%-8s", "bug");
	for (int tree = 0; tree < request->trees.count; tree++)
		printf("  %-*s", width(request->trees.item[tree]), request->trees.item[tree]);
	puts("  title");
	for (int i = 0; i < request->suspects.count; i++) {
		const struct suspect *suspect = &request->suspects.list[i];

		printf("%-8s", *suspect->id ? suspect->id : "-");
		for (int tree = 0; tree < request->trees.count; tree++)
			printf("  %-*s", width(request->trees.item[tree]),
			       word(cell_of(request, i, tree)->outcome));
		printf("  %s\n", suspect->title);
	}
	print_details(request);
}

static void print_json(const struct request *request)
{
	json_t *trees = json_array();

	for (int tree = 0; tree < request->trees.count; tree++) {
		json_t *findings = json_array();

		for (int i = 0; i < request->suspects.count; i++)
			json_array_append(findings, cell_of(request, i, tree)->json);
		json_array_append_new(trees,
				      json_pack("{s:s, s:o}", "tree", request->trees.item[tree],
						"findings", findings));
	}
	json_print(trees);
}

static int run(struct request *request)
{
	int count = request->suspects.count * request->trees.count, ret = 0;
	bool any = false;

	request->cells = calloc((size_t)count, sizeof(*request->cells));
	if (!request->cells)
		abort();
	for (int tree = 0; tree < request->trees.count && !ret; tree++)
		ret = try(request, tree);
	for (int i = 0; i < count; i++)
		any |= request->cells[i].outcome == OUTCOME_SAME;
	if (!ret && request->json)
		print_json(request);
	else if (!ret)
		print_table(request);
	for (int i = 0; i < count; i++) {
		free(request->cells[i].detail);
		json_decref(request->cells[i].json);
	}
	free(request->cells);
	if (ret)
		return ret;
	return any ? CLI_FOUND : CLI_OK;
}

int cmd_affected(int argc, char **argv)
{
	struct request request = { .retrial = { .runs = 3 } };
	int count, ret = parse(&request, argc, argv, &count);

	if (ret >= 0)
		return ret;
	ret = prepare(&request);
	if (!ret)
		ret = bugs_open(&request.retrial.bugs);
	if (!ret)
		ret = suspects_collect(&request.suspects, request.retrial.bugs, argv, count);
	if (!ret)
		ret = run(&request);
	suspects_free(&request.suspects);
	strings_clear(&request.trees);
	bugs_close(request.retrial.bugs);
	return ret;
}
