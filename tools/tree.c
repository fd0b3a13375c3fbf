// SPDX-License-Identifier: GPL-2.0-only
#include "tree.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "kernels.h"
#include "package.h"

#define OLDEST    "5.15"
#define PREFERRED "6.12"

/* "VERSION = 6" and the like, from the beginning of the top Makefile; -1 when not there. */
static int makefile_number(const char *makefile, const char *variable)
{
	const char *line = makefile;

	for (; line && line < makefile + 400; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (text_starts(line, variable) && text_starts(line + strlen(variable), " = "))
			return atoi(line + strlen(variable) + 3);
	}
	return -1;
}

/* malloc-ed "6.12.117", or NULL when @path is not a kernel tree. */
static char *read_version(const char *path)
{
	char *name = text_format("%s/Makefile", path), *kconfig = text_format("%s/Kconfig", path);
	char *makefile = file_read(name, NULL), *version = NULL;

	if (makefile && file_exists(kconfig)) {
		int major = makefile_number(makefile, "VERSION");
		int minor = makefile_number(makefile, "PATCHLEVEL");
		int sub = makefile_number(makefile, "SUBLEVEL");

		if (major >= 0 && minor >= 0 && sub >= 0)
			version = text_format("%d.%d.%d", major, minor, sub);
	}
	free(makefile);
	free(kconfig);
	free(name);
	return version;
}

static int compare_versions(const char *a, const char *b)
{
	for (;;) {
		char *end_a, *end_b;
		long left = strtol(a, &end_a, 10), right = strtol(b, &end_b, 10);

		if (left != right)
			return left < right ? -1 : 1;
		if (*end_a != '.' || *end_b != '.')
			return 0;
		a = end_a + 1;
		b = end_b + 1;
	}
}

int tree_compare_version(const struct tree *tree, const char *version)
{
	return compare_versions(tree->version, version);
}

/* FNV-1a: tells trees of one name apart. */
static uint32_t hash(const char *text)
{
	uint32_t value = 2166136261u;

	for (; *text; text++)
		value = (value ^ (unsigned char)*text) * 16777619u;
	return value;
}

static char *safe_name(const char *name)
{
	char *safe = text_format("%s", name);

	for (char *c = safe; *c; c++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+~-",
			    *c))
			*c = '_';
	return safe;
}

static struct tree user_tree(const char *name, const char *path)
{
	char *real = realpath(path, NULL), *safe = safe_name(name);
	struct tree tree = {
		.name = text_format("%s", name),
		.path = real ? real : text_format("%s", path),
	};

	tree.version = read_version(tree.path);
	tree.extracted = tree.version;
	tree.id = text_format("%s-%08x", safe, hash(tree.path));
	free(safe);
	return tree;
}

/* Return: false when neither the package nor an extracted tree of it is there. */
static bool package_find(const char *name, struct tree *tree)
{
	char *version, *path = package_tree(name, &version);

	if (!path)
		return false;
	*tree = (struct tree){
		.name = text_format("%s", name),
		.version = read_version(path),
		.path = path,
		.id = text_format("%s_%s", name, version),
		.extracted = file_is_directory(path),
	};
	free(version);
	return true;
}

struct tree *tree_list(int *count)
{
	struct strings packages = { 0 };
	struct kernels kernels;
	struct tree *trees;

	*count = 0;
	package_names(&packages);
	kernels_read(&kernels);
	trees = calloc(packages.count + kernels.names.count + 1, sizeof(*trees));
	if (!trees)
		abort();
	for (int i = 0; i < packages.count; i++)
		*count += package_find(packages.item[i], &trees[*count]);
	for (int i = 0; i < kernels.names.count; i++)
		trees[(*count)++] = user_tree(kernels.names.item[i], kernels.paths.item[i]);
	strings_clear(&packages);
	return trees;
}

/* Everything a tree must be before it is used. */
static int check(struct tree *tree)
{
	if (!tree->extracted && !file_is_directory(tree->path)) {
		int ret = package_extract(tree->name, tree->path);

		if (ret)
			return ret;
	}
	free(tree->version);
	tree->version = read_version(tree->path);
	tree->extracted = true;
	if (!tree->version)
		return cli_error(
			"%s is not a kernel tree: no Makefile with a version, or no Kconfig",
			tree->path);
	if (compare_versions(tree->version, OLDEST) < 0)
		return cli_error("%s is Linux %s: %s or later is needed", tree->path, tree->version,
				 OLDEST);
	return 0;
}

static int find_path(const char *path, struct tree *tree)
{
	char *real = realpath(path, NULL);
	const char *name = real ? strrchr(real, '/') + 1 : "";

	if (!real)
		return cli_error("%s: %s", path, strerror(errno));
	*tree = user_tree(*name ? name : "root", real);
	free(real);
	return 0;
}

/* The newest of the packages, after saying so when it is not the preferred one. */
static int find_default(struct tree *tree)
{
	struct strings packages = { 0 };
	const char *newest = NULL;

	package_names(&packages);
	if (strings_has(&packages, PREFERRED))
		newest = PREFERRED;
	for (int i = 0; i < packages.count && !strings_has(&packages, PREFERRED); i++)
		if (!newest || compare_versions(newest, packages.item[i]) < 0)
			newest = packages.item[i];
	if (!newest || !package_find(newest, tree))
		return cli_error("no kernel tree: install linux-source-" PREFERRED
				 ", or name one with -k PATH");
	if (strcmp(newest, PREFERRED) != 0)
		fprintf(stderr, "vitro: linux-source-" PREFERRED " is not installed; using %s\n",
			newest);
	strings_clear(&packages);
	return 0;
}

static int unknown(const char *what, struct tree *trees, int count)
{
	struct strings names = { 0 };
	char *list;
	int ret;

	for (int i = 0; i < count; i++)
		strings_add(&names, trees[i].name);
	list = strings_list(&names, ", ");
	ret = cli_error("no kernel tree '%s'; known: %s (or give a path)", what, list);
	free(list);
	strings_clear(&names);
	return ret;
}

/* Does "6.12" or "6.12.117" name @tree's version? */
static bool is_version(const struct tree *tree, const char *what)
{
	size_t length = strlen(what);

	return tree->version && strncmp(tree->version, what, length) == 0 &&
	       (tree->version[length] == '\0' || tree->version[length] == '.');
}

static int find_known(const char *what, struct tree *tree)
{
	int count, ret = -1;
	struct tree *trees = tree_list(&count);

	for (int by_version = 0; by_version < 2; by_version++) {
		for (int i = count - 1; i >= 0 && ret; i--) {
			if (by_version ? !is_version(&trees[i], what) :
					 strcmp(trees[i].name, what) != 0)
				continue;
			*tree = trees[i];
			ret = 0;
		}
	}
	if (ret && file_is_directory(what))
		ret = find_path(what, tree);
	else if (ret)
		ret = unknown(what, trees, count);
	free(trees);
	return ret;
}

int tree_resolve(const char *what, struct tree *tree)
{
	struct kernels kernels;
	int ret = kernels_read(&kernels);

	if (ret)
		return ret;
	if (!what)
		what = kernels.use;
	if (!what)
		return find_default(tree);
	return strchr(what, '/') ? find_path(what, tree) : find_known(what, tree);
}

int tree_find(const char *what, struct tree *tree)
{
	int ret = tree_resolve(what, tree);

	return ret ? ret : check(tree);
}
