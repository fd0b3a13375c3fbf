// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "cli.h"
#include "corpus_layout.h"
#include "commands.h"
#include "compiler.h"
#include "files.h"
#include "history.h"
#include "holes.h"
#include "json.h"
#include "project.h"
#include "target.h"

/* What one line of the table says. */
struct row {
	const struct harness *harness;
	int files, corpus;
	struct strings built;
	double rate; /* executions a second of the last run, 0: none */
};

/* Files of the working corpus; of the seeds when there is none yet. */
static int count_corpus(const char *harness)
{
	char *corpus = corpus_dir(harness);
	char *seeds = project_path("corpus/%s/seeds", harness);
	int count = corpus ? file_count(corpus) : 0;

	if (!count)
		count = file_count(seeds);
	free(seeds);
	free(corpus);
	return count;
}

static void find_built(struct build *build, const char *harness, struct strings *built)
{
	for (build->flavour = flavours; build->flavour->name; build->flavour++) {
		char *program = build_binary(build, harness);

		if (file_exists(program))
			strings_add(built, build->flavour->name);
		free(program);
	}
}

static struct row make_row(const struct harness *harness, struct build *build)
{
	struct row row = { .harness = harness, .corpus = count_corpus(harness->name) };
	struct parts parts;

	if (harness_parts(harness, build->tree.version ? &build->tree : NULL, &parts) == 0)
		row.files = parts.test.count;
	parts_free(&parts);
	if (build->tree.id)
		find_built(build, harness->name, &row.built);
	row.rate = history_last_rate(harness->name);
	return row;
}

static json_t *row_json(const struct row *row)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:o, s:i, s:o}", "harness", row->harness->name,
			 "target", row->harness->target, "summary", row->harness->summary, "files",
			 row->files, "built", json_from_strings(&row->built), "corpus", row->corpus,
			 "execs_per_s", row->rate > 0 ? json_real(row->rate) : json_null());
}

static void print_row(const struct row *row)
{
	char *built = strings_list(&row->built, " "), rate[24] = "-";

	if (row->rate > 0)
		snprintf(rate, sizeof(rate), "%.0f", row->rate);
	printf("%-14s %-18s %5d %7d %9s  %s\n", row->harness->name, row->harness->target,
	       row->files, row->corpus, rate, row->built.count ? built : "-");
	free(built);
}

static int list_harnesses(struct build *build, bool json)
{
	json_t *array = json_array();
	struct harness *list;
	int count, ret = harness_list(&list, &count);

	if (!json)
		printf("%-14s %-18s %5s %7s %9s  %s\n", "HARNESS", "TARGET", "FILES", "CORPUS",
		       "EXEC/S", "BUILT");
	for (int i = 0; i < count; i++) {
		struct row row = make_row(&list[i], build);

		if (json)
			json_array_append_new(array, row_json(&row));
		else
			print_row(&row);
		strings_clear(&row.built);
	}
	free(list);
	if (json)
		json_print(array);
	else
		json_decref(array);
	return ret;
}

/* Object to source, in place: that is what people look for. */
static void make_source(char *object)
{
	char *dot = strrchr(object, '.');

	if (dot - object >= 5 && strncmp(dot - 5, ".asn1", 5) == 0)
		*dot = '\0';
	else
		dot[1] = 'c';
}

static int list_files(const struct build *build, const char *name, bool json)
{
	struct harness harness;
	struct parts parts = { 0 };
	int ret = harness_find(name, &harness);

	if (!ret)
		ret = harness_parts(&harness, build->tree.version ? &build->tree : NULL, &parts);
	if (ret)
		return ret;
	for (int i = 0; i < parts.test.count; i++) {
		make_source(parts.test.item[i]);
		if (!json)
			puts(parts.test.item[i]);
	}
	if (json)
		json_print(json_from_strings(&parts.test));
	parts_free(&parts);
	return CLI_OK;
}

static json_t *hole_json(const char *hole)
{
	struct strings users = { 0 };
	char *name = hole_name(hole);
	json_t *json;

	strings_split(&users, strchr(hole, '\t') ? strchr(hole, '\t') + 1 : "", ", ");
	json = json_pack("{s:s, s:o}", "symbol", name, "users", json_from_strings(&users));
	strings_clear(&users);
	free(name);
	return json;
}

static int print_holes(const struct strings *holes, bool json)
{
	json_t *array = json_array();

	for (int i = 0; i < holes->count; i++) {
		char *name = hole_name(holes->item[i]), *users = strchr(holes->item[i], '\t');

		if (json)
			json_array_append_new(array, hole_json(holes->item[i]));
		else
			printf("%-40s %s\n", name, users ? users + 1 : "");
		free(name);
	}
	if (json)
		return json_print(array);
	json_decref(array);
	return CLI_OK;
}

static int list_holes(const struct build *build, const char *name, bool json)
{
	char *path = build_dir(build, "bin/%s.holes", name), *text = file_read(path, NULL);
	struct strings holes = { 0 };
	struct harness harness;
	int ret = harness_find(name, &harness);

	if (!ret && !text)
		ret = cli_error("%s is not built (%s, %s): vitro build %s", name, build->tree.name,
				build->flavour->name, name);
	if (!ret) {
		strings_split(&holes, text, "\n");
		ret = print_holes(&holes, json);
	}
	strings_clear(&holes);
	free(text);
	free(path);
	return ret;
}

int cmd_list(int argc, char **argv)
{
	const char *holes = NULL, *files = NULL, *sanitizer = "address", *tree = NULL;
	bool json = false;
	const struct cli_opt opts[] = {
		{ "holes", 0, CLI_STRING, &holes, "NAME",
		  "what a harness reaches but nobody provides" },
		{ "files", 0, CLI_STRING, &files, "NAME", "kernel files under test" },
		{ "sanitizer", 's', CLI_STRING, &sanitizer, "SAN",
		  "for --holes (default: address)" },
		{ "kernel", 'k', CLI_STRING, &tree, "TREE", "name, version or path of the tree" },
		{ "json", 0, CLI_FLAG, &json, NULL, "for programs" },
		{ 0 },
	};
	struct build build = { .llvm = COMPILER_DEFAULT };
	char **rest;
	int count, ret = cli_parse("vitro list [options]", opts, argc, argv, &count, &rest);

	if (ret >= 0)
		return ret;
	if (count)
		return cli_error("list takes no name; for one harness: --files %s, --holes %s",
				 argv[0], argv[0]);
	/* Without any tree there is still something to list. */
	ret = tree_resolve(tree, &build.tree);
	if (ret && (tree || holes))
		return ret;
	build.llvm = compiler_wanted(0);
	build.flavour = flavour_find(sanitizer);
	if (!build.flavour)
		return CLI_USAGE;
	if (holes)
		return list_holes(&build, holes, json);
	return files ? list_files(&build, files, json) : list_harnesses(&build, json);
}
