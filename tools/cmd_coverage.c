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

static const char usage[] = "vitro coverage NAME... [options]\n\n"
			    "  of several harnesses: what they reach together";

/* What the command line asks for. */
struct request {
	struct strings names;
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
	for (int i = 0; i < count; i++)
		strings_add_new(&request->names, argv[i]);
	return count ? -1 : cli_error("coverage wants a harness; vitro list shows them");
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

/* Run every input of a harness. */
static int replay(const char *name, const char *binary, struct coverage_result *result)
{
	char *log = text_format("%s/replay.log", result->dir);
	struct strings inputs = { 0 };
	int ret = 0, left_out = 0;

	collect(name, &inputs);
	if (!inputs.count)
		ret = cli_fail("%s has no corpus and no seeds yet", name);
	else if ((left_out = replay_run(binary, &inputs, log)) < 0)
		ret = cli_fail("%s cannot run; its output is in %s", name, log);
	result->inputs += inputs.count;
	result->left_out += left_out;
	strings_clear(&inputs);
	free(log);
	return ret;
}

/* The raw profiles go to @raw. */
static int replay_all(const struct request *request, const struct strings *binaries,
		      const char *raw, struct coverage_result *result)
{
	char *pattern = text_format("%s/%%p.profraw", raw);
	int ret = 0;

	setenv("LLVM_PROFILE_FILE", pattern, 1);
	for (int i = 0; i < binaries->count && !ret; i++)
		ret = replay(request->names.item[i], binaries->item[i], result);
	unsetenv("LLVM_PROFILE_FILE");
	free(pattern);
	return ret;
}

static int show(const struct request *request, const struct coverage_source *source,
		const struct coverage_result *result)
{
	int ret = 0;

	if (request->json)
		coverage_show_json(&request->names, result);
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

static void add_binaries(struct strings *binaries, const struct request *request,
			 const struct build *build)
{
	for (int i = 0; i < request->names.count; i++) {
		char *binary = build_binary(build, request->names.item[i]);

		strings_add(binaries, binary);
		free(binary);
	}
}

static int measure(const struct request *request, const struct build *build,
		   const struct strings *objects)
{
	char *names = strings_list(&request->names, "+");
	struct coverage_result result = {
		.count = objects->count,
		.dir = state_path("coverage/%s/%s", names, build->tree.id),
	};
	struct coverage_source source = {
		.profile = text_format("%s/merged.profdata", result.dir),
		.view = text_format("%s/source", result.dir),
		.llvm = build->llvm,
	};
	char *raw = text_format("%s/raw", result.dir);
	int ret = 0;

	free(names);
	add_binaries(&source.binaries, request, build);
	if (file_remove_tree(raw) || file_make_directories(raw))
		ret = cli_error("cannot write to %s", raw);
	if (!ret)
		ret = link_sources(&source, build, objects);
	if (!ret)
		ret = replay_all(request, &source.binaries, raw, &result);
	if (!ret)
		ret = coverage_merge(&source, raw);
	if (!ret)
		ret = coverage_read(&source, objects, &result.files);
	if (!ret)
		ret = show(request, &source, &result);
	file_remove_tree(raw);
	return ret;
}

/* What is under test, of all together. */
static int add_objects(struct strings *objects, const char *name, const struct tree *tree)
{
	struct parts parts = { 0 };
	struct harness harness;
	int ret = harness_find(name, &harness);

	if (!ret)
		ret = harness_parts(&harness, tree, &parts);
	for (int i = 0; i < parts.test.count; i++)
		strings_add_new(objects, parts.test.item[i]);
	parts_free(&parts);
	return ret;
}

int cmd_coverage(int argc, char **argv)
{
	struct request request = { 0 };
	struct strings objects = { 0 };
	struct harness harness;
	struct build build = { 0 };
	int ret = parse(&request, argc, argv);

	if (ret >= 0)
		return ret;
	ret = 0;
	for (int i = 0; i < request.names.count && !ret; i++)
		ret = harness_find(request.names.item[i], &harness);
	if (!ret)
		ret = build_prepare(&build, request.tree, "coverage", request.llvm);
	for (int i = 0; i < request.names.count && !ret; i++)
		ret = add_objects(&objects, request.names.item[i], &build.tree);
	if (!ret)
		ret = build_harnesses(&build, request.names.item);
	return ret ? ret : measure(&request, &build, &objects);
}
