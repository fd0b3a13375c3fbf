// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "commands.h"
#include "files.h"
#include "json.h"
#include "overrides.h"
#include "retrial.h"
#include "tree.h"

static const char usage[] =
	"vitro verify-fix -k TREE [ID|FINDING...] [options]\n\n"
	"  \"fixed\" says that none of the runs crashed: more of them (-n) tell more of a race";

struct request {
	struct retrial retrial;
	bool json, mark;
	struct suspects suspects;
	struct tree tree;
};

static int parse(struct request *request, int argc, char **argv, int *count)
{
	struct retrial *retrial = &request->retrial;
	const struct cli_opt opts[] = {
		{ "kernel", 'k', CLI_STRING, &retrial->tree, "TREE",
		  "the tree that is to be without them" },
		RETRIAL_OPTIONS(retrial),
		{ "mark", 0, CLI_FLAG, &request->mark, NULL,
		  "write what is fixed into findings.overrides" },
		{ "json", 0, CLI_FLAG, &request->json, NULL, "as JSON" },
		{ 0 },
	};
	char **rest;
	int ret = cli_parse(usage, opts, argc, argv, count, &rest);

	if (ret >= 0)
		return ret;
	if (!retrial->tree)
		return cli_error("verify-fix wants a tree: -k TREE");
	return -1;
}

static void print_suspect(const struct suspect *suspect)
{
	const struct suspect_input *worst;
	enum outcome outcome = suspect_outcome(suspect, &worst);
	int runs = 0, hits = 0;
	char *crashed;

	for (int i = 0; i < suspect->count; i++) {
		runs += suspect->inputs[i].runs;
		hits += outcome == OUTCOME_SAME ? suspect->inputs[i].same : suspect->inputs[i].hits;
	}
	crashed = text_format("%d/%d", hits, runs);
	printf("%-8s  %-14s  %7s  %s\n", *suspect->id ? suspect->id : "-", outcome_name(outcome),
	       crashed, suspect->title);
	if (outcome != OUTCOME_SAME && worst->detail)
		printf("%35s%s\n", outcome == OUTCOME_CHANGED ? "now: " : "", worst->detail);
	if (worst->filed)
		printf("%35s%s\n", "", worst->filed);
	free(crashed);
}

static int print(const struct request *request)
{
	json_t *findings = json_array();
	bool all = true, any = false;

	if (!request->json)
		printf("%-8s  %-14s  %7s  %s\n", "bug", "verdict", "crashed", "title");
	for (int i = 0; i < request->suspects.count; i++) {
		const struct suspect *suspect = &request->suspects.list[i];

		all &= suspect_outcome(suspect, NULL) == OUTCOME_FIXED;
		any |= suspect_outcome(suspect, NULL) == OUTCOME_FIXED;
		if (request->json)
			json_array_append_new(findings, suspect_json(suspect));
		else
			print_suspect(suspect);
	}
	if (any && !request->json)
		printf("fixed: %d runs of each input ended well; -n for more\n",
		       request->retrial.runs);
	if (request->json)
		json_print(json_pack("{s:s, s:s?, s:b, s:O}", "tree", request->retrial.tree,
				     "version", request->tree.version, "fixed", all, "findings",
				     findings));
	json_decref(findings);
	return all ? CLI_OK : CLI_FOUND;
}

/* Only bugs have names that a decision can be about. */
static int mark(const struct request *request)
{
	char *reason = text_format("ends well on %s, %s", request->tree.name,
				   request->tree.version ? request->tree.version : "unknown");
	int ret = 0;

	for (int i = 0; i < request->suspects.count && !ret; i++) {
		const struct suspect *suspect = &request->suspects.list[i];

		if (*suspect->id && suspect_outcome(suspect, NULL) == OUTCOME_FIXED)
			ret = overrides_set(DECIDED_FIXED, suspect->id, "", reason);
	}
	free(reason);
	return ret;
}

int cmd_verify_fix(int argc, char **argv)
{
	struct request request = { .retrial = { .runs = 3, .keep = true } };
	int count, ret = parse(&request, argc, argv, &count);

	if (ret >= 0)
		return ret;
	ret = retrial_prepare(&request.retrial);
	if (!ret)
		ret = retrial_check_tree(request.retrial.tree);
	if (!ret)
		ret = bugs_open(&request.retrial.bugs);
	if (!ret)
		ret = suspects_collect(&request.suspects, request.retrial.bugs, argv, count);
	if (!ret)
		ret = retrial_run(&request.retrial, &request.suspects);
	if (!ret)
		ret = tree_resolve(request.retrial.tree, &request.tree);
	if (!ret && request.mark)
		ret = mark(&request);
	if (!ret)
		ret = print(&request);
	suspects_free(&request.suspects);
	bugs_close(request.retrial.bugs);
	return ret;
}
