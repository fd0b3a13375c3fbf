// SPDX-License-Identifier: GPL-2.0-only
#include "target.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "project.h"
#include "target_file.h"

/* Names of the directories targets/NAME that hold a target file, sorted. */
static void target_names(struct strings *names)
{
	char *path = project_path("targets");
	DIR *directory = opendir(path);
	struct dirent *entry;

	while (directory && (entry = readdir(directory))) {
		char *file = text_format("%s/%s/target", path, entry->d_name);

		if (entry->d_name[0] != '.' && file_exists(file))
			strings_add(names, entry->d_name);
		free(file);
	}
	if (directory)
		closedir(directory);
	strings_sort(names);
	free(path);
}

static int compare_harnesses(const void *a, const void *b)
{
	return strcmp(((const struct harness *)a)->name, ((const struct harness *)b)->name);
}

static int add_harnesses(const char *name, struct harness **list, int *count)
{
	struct target target;
	int ret = target_read(name, NULL, &target);

	if (ret)
		return ret;
	*list = memory_resize(*list, sizeof(**list) * (*count + target.harnesses.count + 1));
	for (int i = 0; i < target.harnesses.count; i++)
		(*list)[(*count)++] = (struct harness){
			.name = text_format("%s", target.harnesses.item[i]),
			.target = text_format("%s", name),
			.summary = text_format("%s", target.summary),
			.by_name = strings_has(&target.by_name, target.harnesses.item[i]),
		};
	target_free(&target);
	return 0;
}

int harness_list(struct harness **list, int *count)
{
	struct strings targets = { 0 };
	int ret = 0;

	*list = NULL;
	*count = 0;
	target_names(&targets);
	for (int i = 0; i < targets.count; i++) {
		int code = add_harnesses(targets.item[i], list, count);

		ret = ret ? ret : code;
	}
	if (*count)
		qsort(*list, *count, sizeof(**list), compare_harnesses);
	strings_clear(&targets);
	return ret;
}

static int unknown(const char *name, const struct harness *list, int count)
{
	struct strings names = { 0 };
	const char *nearest;
	int ret;

	for (int i = 0; i < count; i++)
		strings_add(&names, list[i].name);
	nearest = strings_nearest(&names, name);
	ret = nearest ?
		      cli_error("no harness '%s'; did you mean '%s'? (vitro list)", name, nearest) :
		      cli_error("no harness '%s': no target names any", name);
	strings_clear(&names);
	return ret;
}

static int check_source(const struct harness *harness)
{
	char *source = project_path("harnesses/%s.c", harness->name);
	bool there = file_exists(source);

	free(source);
	if (there)
		return 0;
	return cli_error("targets/%s/target names harness '%s', but there is no harnesses/%s.c",
			 harness->target, harness->name, harness->name);
}

int harness_find(const char *name, struct harness *harness)
{
	struct harness *list;
	int count, i, ret = harness_list(&list, &count);

	if (ret)
		goto done;
	for (i = 0; i < count && strcmp(list[i].name, name) != 0;)
		i++;
	if (i == count) {
		ret = unknown(name, list, count);
		goto done;
	}
	*harness = list[i];
	ret = check_source(harness);
done:
	free(list);
	return ret;
}

/* Add arch/vitro/TO/x.o for each x.c right in the repository's @from. */
static int add_source(const char *path, const char *name, void *context)
{
	(void)path;
	if (text_ends(name, ".c"))
		strings_add(context, name);
	return 0;
}

static void add_sources(struct strings *objects, const char *from, const char *to)
{
	char *path = project_path("%s", from);
	struct strings sources = { 0 };

	file_each(path, add_source, &sources);
	for (int i = 0; i < sources.count; i++) {
		char *object = text_format("arch/vitro/%s/%.*s.o", to,
					   (int)strlen(sources.item[i]) - 2, sources.item[i]);

		strings_add_new(objects, object);
		free(object);
	}
	strings_clear(&sources);
	free(path);
}

/* @name and everything it uses, depth first, base at the end. */
static int closure(const char *name, const struct tree *tree, struct strings *names)
{
	struct target target;
	int ret;

	if (strings_has(names, name))
		return 0;
	ret = target_read(name, tree, &target);
	if (ret)
		return ret;
	strings_add(names, name);
	for (int i = 0; i < target.uses.count && !ret; i++)
		ret = closure(target.uses.item[i], tree, names);
	target_free(&target);
	return ret;
}

static void add_parts(struct parts *parts, const char *name, const struct target *target, bool own)
{
	char *directory = text_format("targets/%s", name);

	add_sources(&parts->own, directory, directory);
	free(directory);
	for (int i = 0; i < target->test.count; i++)
		strings_add_new(own ? &parts->test : &parts->need, target->test.item[i]);
	for (int i = 0; i < target->with.count; i++)
		strings_add_new(&parts->with, target->with.item[i]);
	for (int i = 0; i < target->override.count; i++)
		strings_add_new(&parts->override, target->override.item[i]);
	for (int i = 0; i < target->need.count; i++)
		if (!strings_has(&parts->test, target->need.item[i]))
			strings_add_new(&parts->need, target->need.item[i]);
}

int harness_parts(const struct harness *harness, const struct tree *tree, struct parts *parts)
{
	struct strings names = { 0 };
	char *object = text_format("arch/vitro/harnesses/%s.o", harness->name);
	int ret = closure(harness->target, tree, &names);

	if (!ret)
		ret = closure("base", tree, &names);
	*parts = (struct parts){ 0 };
	add_sources(&parts->own, "shim/kernel", "kernel");
	for (int i = 0; i < names.count && !ret; i++) {
		struct target target;

		ret = target_read(names.item[i], tree, &target);
		if (ret)
			break;
		add_parts(parts, names.item[i], &target, i == 0);
		target_free(&target);
	}
	strings_add(&parts->own, object);
	free(object);
	strings_clear(&names);
	return ret;
}

void parts_free(struct parts *parts)
{
	strings_clear(&parts->test);
	strings_clear(&parts->own);
	strings_clear(&parts->with);
	strings_clear(&parts->need);
	strings_clear(&parts->override);
}

int target_config(const struct tree *tree, struct strings *lines)
{
	struct strings names = { 0 };
	int ret = 0;

	target_names(&names);
	for (int i = 0; i < names.count && !ret; i++) {
		struct target target;

		ret = target_read(names.item[i], tree, &target);
		if (ret)
			break;
		for (int j = 0; j < target.config.count; j++)
			strings_add(lines, target.config.item[j]);
		target_free(&target);
	}
	strings_sort(lines);
	strings_clear(&names);
	return ret;
}
