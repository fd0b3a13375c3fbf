// SPDX-License-Identifier: GPL-2.0-only
/*
 * A finding that is fixed becomes an input that the tests replay: corpus/NAME/regressions/TITLE.ID. What still crashes on
 * the current build does not.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bugs.h"
#include "build.h"
#include "cli.h"
#include "commands.h"
#include "files.h"
#include "findings.h"
#include "json.h"
#include "project.h"
#include "replay.h"
#include "sanitizer.h"
#include "target.h"
#include "text.h"

static const char usage[] = "vitro regress NAME [ID...] [options]";

enum { SLUG = 60 };

struct request {
	const char *harness;
	const char *tree;
	const char *output;
	int llvm;
	bool json;
	json_t *rows;
	struct bugs *bugs;
	bool failed; /* something still crashes */
};

/* "KASAN-like: slab-out-of-bounds read in f" as "kasan-like-slab-out-of-bounds-read-in-f". */
static void make_slug(const char *title, char slug[SLUG + 1])
{
	int length = 0;

	for (; *title && length < SLUG; title++) {
		if (isalnum((unsigned char)*title) || *title == '_')
			slug[length++] = (char)tolower((unsigned char)*title);
		else if (length && slug[length - 1] != '-')
			slug[length++] = '-';
	}
	while (length && slug[length - 1] == '-')
		length--;
	slug[length] = '\0';
}

static void tell(struct request *request, const struct bug *bug, const char *result,
		 const char *path)
{
	if (request->json)
		json_array_append_new(request->rows,
				      json_pack("{s:s, s:s, s:s, s:s?}", "id", bug->id, "title",
						bug->title, "result", result, "path", path));
	else
		printf("%s  %-14s  %s\n", bug->id, result, path ? path : bug->title);
}

/* Return: 1 when it ends well, 0 when it does not, -1 after one error line. */
static int ends_well(const struct request *request, const struct bug_crash *crash,
		     const char *input)
{
	char *names[] = { (char *)request->harness, NULL }, *binary, *log;
	struct strings inputs = { 0 };
	struct build build;
	int left_out;

	if (build_prepare(&build, request->tree, crash->flavour, request->llvm) ||
	    build_harnesses(&build, names))
		return -1;
	sanitizer_environment(build.llvm);
	binary = build_binary(&build, request->harness);
	log = state_path("tmp/regress.log");
	strings_add(&inputs, input);
	left_out = replay_run(binary, &inputs, log);
	if (left_out < 0)
		cli_fail("cannot run %s; its output is in %s", request->harness, log);
	strings_clear(&inputs);
	free(log);
	free(binary);
	return left_out < 0 ? -1 : left_out == 0;
}

static int keep(struct request *request, const struct bug *bug, const char *input)
{
	char slug[SLUG + 1], *directory, *path, *data;
	size_t size;
	int ret = 0;

	make_slug(bug->title, slug);
	directory = request->output ? text_format("%s", request->output) :
				      project_path("corpus/%s/regressions", request->harness);
	path = text_format("%s/%s.%s", directory, slug, bug->id);
	data = file_read(input, &size);
	if (!data)
		ret = cli_error("cannot read %s: %s", input, strerror(errno));
	else if (file_same(input, path))
		tell(request, bug, "is there", path);
	else if (file_make_directories(directory) || file_write(path, data, size))
		ret = cli_error("cannot write to %s: %s", path, strerror(errno));
	else
		tell(request, bug, "added", path);
	free(data);
	free(path);
	free(directory);
	return ret;
}

static int try_crash(struct request *request, const struct bug *bug, const struct bug_crash *crash)
{
	char *input = finding_input(crash->directory);
	int well = ends_well(request, crash, input), ret = 0;

	if (well < 0) {
		ret = CLI_FOUND;
	} else if (well) {
		ret = keep(request, bug, input);
	} else {
		tell(request, bug, "still crashes", NULL);
		request->failed = true;
	}
	free(input);
	return ret;
}

/* The best of its crashes that are of this harness. */
static int regress(struct request *request, const struct bug *bug)
{
	struct bug_crash *crashes;
	int count, ret = bugs_crashes(request->bugs, bug->id, &crashes, &count), i = 0;

	while (i < count &&
	       (strcmp(crashes[i].harness, request->harness) != 0 || crashes[i].input_size < 0))
		i++;
	if (!ret && i < count)
		ret = try_crash(request, bug, &crashes[i]);
	bug_crashes_free(crashes, count);
	return ret;
}

static int regress_named(struct request *request, char *const *ids)
{
	int ret = 0;

	for (; *ids && !ret; ids++) {
		struct bug bug;

		ret = bugs_find(request->bugs, *ids, &bug);
		if (!ret && strcmp(bug.state, "fixed") != 0)
			ret = cli_error("%s is not marked as fixed: vitro findings mark fixed %s",
					bug.id, bug.id);
		if (!ret)
			ret = regress(request, &bug);
		bug_free(&bug);
	}
	return ret;
}

static int regress_fixed(struct request *request)
{
	struct bug *list;
	int count, ret = bugs_list(request->bugs, &list, &count);

	for (int i = 0; i < count && !ret; i++)
		if (strcmp(list[i].state, "fixed") == 0)
			ret = regress(request, &list[i]);
	bugs_list_free(list, count);
	return ret;
}

static int run(struct request *request, char *const *ids)
{
	struct harness harness;
	int ret = harness_find(request->harness, &harness);

	if (!ret)
		ret = bugs_open(&request->bugs);
	if (!ret)
		ret = bugs_adopt(request->bugs);
	if (!ret)
		ret = *ids ? regress_named(request, ids) : regress_fixed(request);
	bugs_close(request->bugs);
	return ret;
}

int cmd_regress(int argc, char **argv)
{
	struct request request = { 0 };
	const struct cli_opt opts[] = {
		{ "kernel", 'k', CLI_STRING, &request.tree, "TREE", "where they must end well" },
		{ "output", 'o', CLI_STRING, &request.output, "DIRECTORY",
		  "in place of corpus/NAME/regressions" },
		{ "llvm", 0, CLI_INT, &request.llvm, "N", "clang and LLVM version" },
		{ "json", 0, CLI_FLAG, &request.json, NULL, "for programs" },
		{ 0 },
	};
	char **rest;
	int count, ret = cli_parse(usage, opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	if (!count)
		return cli_error("regress wants a harness; vitro list shows them");
	request.harness = argv[0];
	request.rows = json_array();
	ret = run(&request, argv + 1);
	if (!ret && request.json)
		json_print(json_incref(request.rows));
	json_decref(request.rows);
	return ret ? ret : request.failed ? CLI_FOUND : CLI_OK;
}
