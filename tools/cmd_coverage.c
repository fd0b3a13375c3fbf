// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "cli.h"
#include "corpus_layout.h"
#include "commands.h"
#include "coverage.h"
#include "coverage_show.h"
#include "files.h"
#include "project.h"
#include "replay.h"
#include "sanitizer.h"
#include "target.h"

static const char usage[] = "vitro coverage NAME [options]";

/* What the command line asks for. */
struct request {
	const char *name;
	const char *tree;
	int llvm;
	bool html;
	bool json;
	bool unreached;
};

static int parse(struct request *request, int argc, char **argv)
{
	const struct cli_opt opts[] = {
		{ "html", 0, CLI_FLAG, &request->html, NULL, "write source pages, print where" },
		{ "unreached", 0, CLI_FLAG, &request->unreached, NULL,
		  "list functions never reached" },
		{ "kernel", 'k', CLI_STRING, &request->tree, "TREE", "kernel tree" },
		{ "llvm", 0, CLI_INT, &request->llvm, "N", "clang and LLVM version" },
		{ "json", 0, CLI_FLAG, &request->json, NULL, "as JSON" },
		{ 0 },
	};
	char **rest;
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	if (count != 1)
		return cli_error("coverage wants one harness; vitro list shows them");
	request->name = argv[0];
	return -1;
}

static void collect(const char *name, struct strings *inputs)
{
	char *corpus = corpus_dir(name);
	char *seeds = project_path("corpus/%s/seeds", name);

	if (corpus)
		replay_collect(inputs, corpus);
	replay_collect(inputs, seeds);
	free(corpus);
	free(seeds);
}

/* Run every input with the raw profiles going to @raw. */
static int replay(const struct request *request, const char *binary, const char *raw,
		  struct coverage_result *result)
{
	char *pattern = text_format("%s/%%p.profraw", raw);
	char *log = text_format("%s/replay.log", result->dir);
	struct strings inputs = { 0 };
	int ret = 0;

	collect(request->name, &inputs);
	result->inputs = inputs.count;
	setenv("LLVM_PROFILE_FILE", pattern, 1);
	if (!inputs.count)
		ret = cli_fail("%s has no corpus and no seeds yet", request->name);
	else if ((result->left_out = replay_run(binary, &inputs, log)) < 0)
		ret = cli_fail("%s cannot run; its output is in %s", request->name, log);
	unsetenv("LLVM_PROFILE_FILE");
	strings_clear(&inputs);
	free(pattern);
	free(log);
	return ret;
}

static int show(const struct request *request, const struct coverage_source *source,
		const struct coverage_result *result)
{
	int ret = 0;

	if (request->json)
		coverage_show_json(request->name, result);
	else
		coverage_show_table(result);
	if (request->unreached && !request->json)
		coverage_show_unreached(result);
	if (request->html)
		ret = coverage_pages(source, result->files, result->count, result->dir);
	if (request->html && !ret)
		fprintf(request->json ? stderr : stdout, "%s/index.html\n", result->dir);
	return ret;
}

static int link_sources(const struct coverage_source *source, const struct build *build,
			const struct strings *objects)
{
	char *overlay = state_path("build/%s/overlay", build->tree.id);
	char *generated = build_dir(build, "kbuild");
	const char *const dirs[] = { overlay, generated };
	int ret = coverage_link(source, objects, dirs);

	free(overlay);
	free(generated);
	return ret;
}

static int measure(const struct request *request, const struct build *build,
		   const struct parts *parts)
{
	struct coverage_result result = {
		.count = parts->test.count,
		.dir = state_path("coverage/%s/%s", request->name, build->tree.id),
	};
	struct coverage_source source = {
		.binary = build_binary(build, request->name),
		.profile = text_format("%s/merged.profdata", result.dir),
		.view = text_format("%s/source", result.dir),
		.llvm = build->llvm,
	};
	char *raw = text_format("%s/raw", result.dir);
	int ret = 0;

	if (file_remove_tree(raw) || file_make_directories(raw))
		ret = cli_error("cannot write to %s", raw);
	if (!ret)
		ret = link_sources(&source, build, &parts->test);
	if (!ret)
		ret = replay(request, source.binary, raw, &result);
	if (!ret)
		ret = coverage_merge(&source, raw);
	if (!ret)
		ret = coverage_read(&source, &parts->test, &result.files);
	if (!ret)
		ret = show(request, &source, &result);
	file_remove_tree(raw);
	return ret;
}

int cmd_coverage(int argc, char **argv)
{
	struct request request = { 0 };
	struct harness harness;
	struct build build = { 0 };
	struct parts parts = { 0 };
	int ret = parse(&request, argc, argv);
	char *names[] = { (char *)request.name, NULL };

	if (ret >= 0)
		return ret;
	ret = harness_find(request.name, &harness);
	if (!ret)
		ret = build_prepare(&build, request.tree, "coverage", request.llvm);
	if (!ret)
		ret = harness_parts(&harness, &build.tree, &parts);
	if (!ret)
		ret = build_harnesses(&build, names);
	return ret ? ret : measure(&request, &build, &parts);
}
