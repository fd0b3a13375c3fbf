// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "files.h"
#include "json.h"
#include "kernels.h"
#include "tree.h"

static json_t *tree_json(const struct tree *tree, bool is_default)
{
	return json_pack("{s:s, s:s?, s:s, s:b, s:b}", "name", tree->name, "version", tree->version,
			 "path", tree->path, "extracted", tree->extracted, "default", is_default);
}

static void print_tree(const struct tree *tree, bool is_default)
{
	const char *version = tree->version;

	if (!version)
		version = file_is_directory(tree->path) ? "no kernel tree" : "not extracted yet";
	printf("%c %-16s %-18s %s\n", is_default ? '*' : ' ', tree->name, version, tree->path);
}

static int list(bool json)
{
	json_t *array = json_array();
	struct tree chosen = { 0 };
	int count;
	struct tree *trees = tree_list(&count);

	if (count)
		tree_resolve(NULL, &chosen);
	for (int i = 0; i < count; i++) {
		bool is_default = chosen.id && strcmp(chosen.id, trees[i].id) == 0;

		if (json)
			json_array_append_new(array, tree_json(&trees[i], is_default));
		else
			print_tree(&trees[i], is_default);
	}
	free(trees);
	if (json)
		return json_print(array);
	json_decref(array);
	return count ? CLI_OK :
		       cli_fail("no kernel tree: install linux-source-6.12, or vitro kernel "
				"add PATH");
}

static int report(const struct tree *tree, bool json)
{
	if (json)
		return json_print(tree_json(tree, false));
	printf("%s: Linux %s, %s\n", tree->name, tree->version, tree->path);
	return CLI_OK;
}

static int add(const char *path, const char *name, bool json)
{
	char *real = realpath(path, NULL);
	struct kernels kernels;
	struct tree tree;
	int count, ret;

	if (!real)
		return cli_error("no kernel tree: %s does not exist", path);
	ret = tree_find(real, &tree);
	if (ret)
		return ret;
	if (name && strpbrk(name, "/ "))
		return cli_error("'%s' cannot be a tree's name: it has a blank or a slash", name);
	struct tree *trees = tree_list(&count);

	for (int i = 0; i < count; i++)
		if (strcmp(trees[i].name, name ? name : tree.name) == 0)
			return cli_error(
				"there is a tree named %s already (%s): choose with --name",
				trees[i].name, trees[i].path);
	ret = kernels_read(&kernels);
	if (ret)
		return ret;
	if (name)
		tree.name = text_format("%s", name);
	strings_add(&kernels.names, tree.name);
	strings_add(&kernels.paths, real);
	ret = kernels_write(&kernels);
	return ret ? ret : report(&tree, json);
}

static int use(const char *name, bool json)
{
	struct kernels kernels;
	struct tree tree;
	int ret = tree_find(name, &tree);

	if (ret)
		return ret;
	ret = kernels_read(&kernels);
	if (ret)
		return ret;
	kernels.use = strchr(name, '/') ? tree.path : tree.name;
	ret = kernels_write(&kernels);
	return ret ? ret : report(&tree, json);
}

int cmd_kernel(int argc, char **argv)
{
	const char *name = NULL;
	bool json = false;
	const struct cli_opt opts[] = {
		{ "name", 0, CLI_STRING, &name, "NAME",
		  "for add: what -k shall call it (default: the directory's name)" },
		{ "json", 0, CLI_FLAG, &json, NULL, "for programs" },
		{ 0 },
	};
	char **rest;
	int count, ret = cli_parse("vitro kernel list | add PATH | use NAME [options]", opts, argc,
				   argv, &count, &rest);

	if (ret >= 0)
		return ret;
	if (count == 0 || (count == 1 && strcmp(argv[0], "list") == 0))
		return list(json);
	if (count == 2 && strcmp(argv[0], "add") == 0)
		return add(argv[1], name, json);
	if (count == 2 && strcmp(argv[0], "use") == 0)
		return use(argv[1], json);
	return cli_error("kernel wants list, add PATH or use NAME; see vitro kernel --help");
}
