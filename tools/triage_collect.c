// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "cli.h"
#include "files.h"
#include "project.h"
#include "text.h"
#include "triage.h"

/* A finding of a deeper level than findings/HARNESS/FLAVOUR-SHA1 is none. */
enum { DEPTH_MAX = 3 };

/* What the command line says counts; a finding that it says something else of is not written to. */
static bool overrule(char **what, const char *wanted)
{
	bool other = wanted && *what && strcmp(*what, wanted) != 0;

	if (wanted) {
		free(*what);
		*what = text_format("%s", wanted);
	}
	return other;
}

/* The directory of the finding, malloc-ed, when the input is one below .vitro/findings. */
static char *finding_of(const char *path)
{
	char *base = state_path("findings"), *real = realpath(base, NULL), *found = NULL;
	size_t length = real ? strlen(real) : 0;

	if (real && !strncmp(path, real, length) && path[length] == '/' &&
	    text_ends(path, "/input"))
		found = text_format("%.*s", (int)(strlen(path) - strlen("/input")), path);
	free(real);
	free(base);
	return found;
}

static int add(struct triage *triage, const char *path)
{
	struct triage_item item = { .triage = triage };
	int ret = input_find(path, &item.input);

	if (!ret)
		item.finding = finding_of(item.input.path);
	if (!ret && item.finding)
		item.foreign = overrule(&item.input.tree, triage->tree) |
			       overrule(&item.input.flavour, triage->flavour);
	if (!ret && !item.finding) {
		overrule(&item.input.tree, triage->tree);
		overrule(&item.input.flavour, triage->flavour);
	}
	if (!ret)
		item.foreign |= overrule(&item.input.harness, triage->harness) && item.finding;
	if (!ret && !item.input.flavour)
		item.input.flavour = text_format("%s", flavours[0].name);
	if (!ret && !item.input.harness)
		ret = cli_error("which harness is %s for? say --harness NAME", path);
	if (ret) {
		input_free(&item.input);
		free(item.finding);
		return ret;
	}
	triage->items = memory_resize(triage->items, sizeof(item) * (size_t)(triage->count + 1));
	triage->items[triage->count++] = item;
	return 0;
}

struct walk {
	struct triage *triage;
	int depth, ret;
};

static int add_file(const char *path, const char *name, void *context)
{
	struct walk *walk = context;

	(void)name;
	walk->ret = add(walk->triage, path);
	return walk->ret;
}

static bool is_finding(const char *path)
{
	char *input = text_format("%s/input", path), *info = text_format("%s/info.json", path);
	bool is = file_exists(input) && file_exists(info);

	free(info);
	free(input);
	return is;
}

static int add_directory(const char *path, const char *name, void *context)
{
	struct walk *walk = context;

	(void)name;
	if (is_finding(path)) {
		walk->ret = add(walk->triage, path);
		return walk->ret;
	}
	file_each(path, add_file, walk);
	if (walk->ret || walk->depth == DEPTH_MAX)
		return walk->ret;
	walk->depth++;
	file_each_directory(path, add_directory, walk);
	walk->depth--;
	return walk->ret;
}

int triage_collect(struct triage *triage, const char *path)
{
	struct walk walk = { .triage = triage };

	if (file_is_directory(path))
		return add_directory(path, path, &walk);
	return add(triage, path);
}
