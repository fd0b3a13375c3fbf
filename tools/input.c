// SPDX-License-Identifier: GPL-2.0-only
#include "input.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "project.h"

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
		found = component_behind(path, state_path("corpus"));
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

int input_find(const char *path, struct input *input)
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

void input_free(struct input *input)
{
	free(input->path);
	free(input->harness);
	free(input->flavour);
	free(input->tree);
	free(input->version);
}
