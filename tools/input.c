// SPDX-License-Identifier: GPL-2.0-only
#include "input.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bugs.h"
#include "bundle.h"
#include "cli.h"
#include "corpus.h"
#include "files.h"
#include "findings.h"
#include "project.h"
#include "scratch.h"
#include "tree.h"

/* The path component of @path right behind @base, malloc-ed, or NULL. Takes over @base. */
static char *component_behind(const char *path, char *base)
{
	char *real = realpath(base, NULL), *found = NULL;
	size_t length = real ? strlen(real) : 0;

	if (real && !strncmp(path, real, length) && path[length] == '/' &&
	    strchr(path + length + 1, '/'))
		found = strndup(path + length + 1, strcspn(path + length + 1, "/"));
	free(real);
	free(base);
	return found;
}

static char *harness_of(const char *path)
{
	char *found = component_behind(path, state_path("findings"));

	if (!found)
		found = component_behind(path, corpus_path("%s", "."));
	if (found && strstr(found, ".layout-"))
		*strstr(found, ".layout-") = '\0';
	if (!found)
		found = component_behind(path, project_path("corpus"));
	return found;
}

static char *text_of(const json_t *info, const char *key)
{
	const char *text = json_string_value(json_object_get(info, key));

	return text ? text_format("%s", text) : NULL;
}

/* A finding says more of itself in the info.json beside its input. */
static void read_info(struct input *input)
{
	int length = (int)(strrchr(input->path, '/') - input->path);
	char *path = text_format("%.*s/info.json", length, input->path);
	json_t *info = json_load_file(path, 0, NULL);

	free(path);
	if (!info)
		return;
	if (!input->harness)
		input->harness = text_of(info, "harness");
	input->flavour = text_of(info, "flavour");
	input->tree = text_of(info, "tree");
	input->version = text_of(info, "version");
	json_decref(info);
}

static int find_file(const char *path, struct input *input)
{
	char *inside = text_format("%s/input", path);

	*input = (struct input){ .path = realpath(file_is_directory(path) ? inside : path, NULL) };
	free(inside);
	if (!input->path && file_is_directory(path))
		return cli_error("%s is a directory, but not one of a finding", path);
	if (!input->path)
		return cli_error("cannot read %s: %s", path, strerror(errno));
	if (file_is_directory(input->path))
		return cli_error("%s is a directory", input->path);
	input->harness = harness_of(input->path);
	read_info(input);
	return 0;
}

static char *copy(const char *text)
{
	return text ? text_format("%s", text) : NULL;
}

/* What the tree was called elsewhere means something here only when there is one of that name. */
static char *known_tree(const char *name)
{
	struct tree *trees;
	int count;

	if (!name)
		return NULL;
	trees = tree_list(&count);
	for (int i = 0; i < count; i++)
		if (strcmp(trees[i].name, name) == 0)
			return text_format("%s", name);
	return NULL;
}

static int find_in_bundle(const char *path, struct input *input)
{
	struct bundle bundle;
	int ret = bundle_read(path, &bundle);

	*input = (struct input){ 0 };
	if (!ret) {
		*input = (struct input){
			.harness = copy(bundle_text(&bundle, "harness")),
			.flavour = copy(bundle_text(&bundle, "flavour")),
			.tree = known_tree(bundle_text(&bundle, "tree")),
			.version = copy(bundle_text(&bundle, "version")),
			.config = copy(bundle_text(&bundle, "config")),
			.scratch = scratch_path("bundle"),
		};
		input->path = text_format("%s/input", input->scratch);
		if (file_make_directories(input->scratch) ||
		    file_write(input->path, bundle.input, bundle.input_size))
			ret = cli_error("cannot write to %s: %s", input->scratch, strerror(errno));
	}
	bundle_free(&bundle);
	return ret;
}

static bool is_id(const char *text)
{
	return *text && strlen(text) < BUG_ID && !text[strspn(text, "0123456789abcdef")];
}

/* Of a finding that vitro minimize has been at, the smaller input. */
static void take_minimized(const char *directory, struct input *input)
{
	char *path = finding_input(directory);

	free(input->path);
	input->path = realpath(path, NULL);
	free(path);
}

static int find_finding(const char *id, struct input *input)
{
	struct bugs *bugs;
	struct bug bug = { 0 };
	int ret = bugs_open(&bugs);

	*input = (struct input){ 0 };
	if (!ret)
		ret = bugs_adopt(bugs);
	if (!ret)
		ret = bugs_find(bugs, id, &bug);
	if (!ret)
		ret = find_file(bug.best, input);
	if (!ret)
		take_minimized(bug.best, input);
	bug_free(&bug);
	bugs_close(bugs);
	return ret;
}

int input_find(const char *path, struct input *input)
{
	if (!file_exists(path) && is_id(path))
		return find_finding(path, input);
	if (bundle_named(path))
		return find_in_bundle(path, input);
	return find_file(path, input);
}

void input_free(struct input *input)
{
	if (input->scratch)
		file_remove_tree(input->scratch);
	free(input->scratch);
	free(input->path);
	free(input->harness);
	free(input->flavour);
	free(input->tree);
	free(input->version);
	free(input->config);
}
