// SPDX-License-Identifier: GPL-2.0-only
#include "ci_objects.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "files.h"
#include "git.h"
#include "stamp.h"

struct ci_objects {
	const struct ci_change *change;
	struct strings changed;        /* as dependency files call them, sorted */
	struct strings outputs;        /* Kbuild's, of each flavour that there is */
	const struct ci_file *unknown; /* one that any object may read, when that was @asked */
	bool asked;
	void *tree;
};

/* ---- Names ---- */

/* "a/../b" as "b"; what would lead out of the tree is none of it. */
static char *without_dots(const char *path)
{
	struct strings words = { 0 }, kept = { 0 };
	char *result;
	bool out = false;

	strings_split(&words, path, "/");
	for (int i = 0; i < words.count; i++) {
		if (!strcmp(words.item[i], "."))
			continue;
		if (strcmp(words.item[i], "..") != 0)
			strings_add(&kept, words.item[i]);
		else if (kept.count)
			free(kept.item[--kept.count]);
		else
			out = true;
	}
	result = out ? NULL : strings_list(&kept, "/");
	strings_clear(&kept);
	strings_clear(&words);
	return result;
}

char *ci_normalize(const char *word)
{
	char *path;

	if (word[0] == '/')
		return NULL;
	if (text_starts(word, "../"))
		return without_dots(word + strlen("../"));
	/* Made while building; of these only ASN.1 has a source that no dependency file names. */
	if (!text_ends(word, ".asn1.c") && !text_ends(word, ".asn1.h"))
		return NULL;
	path = text_format("%.*s", (int)strlen(word) - 2, word);
	return path;
}

/* ---- Files ---- */

static const struct ci_file *file_read_as(const struct ci_change *change, const char *name)
{
	for (int i = 0; i < change->count; i++)
		if (change->files[i].scope == CI_READERS && !strcmp(change->files[i].read_as, name))
			return &change->files[i];
	return NULL;
}

/* May objects other than its own read it? Of sources git tells whether one includes it. */
static bool may_be_included(const struct ci_change *change, const struct ci_file *file)
{
	const char *name = strrchr(file->path, '/');
	char *quoted, *below;
	struct strings lines = { 0 };
	bool found;

	if (text_ends(file->path, ".h"))
		return true;
	if (!text_ends(file->path, ".c"))
		return text_ends(file->path, ".inc") || text_ends(file->path, ".def") ||
		       text_ends(file->path, ".tbl");
	name = name ? name + 1 : file->path;
	quoted = text_format("include \"%s\"", name);
	below = text_format("include .*/%s[\">]", name);
	found = git_lines(change->repository, &lines, "grep", "-l", "-e", quoted, "-e", below, "--",
			  "*.c", "*.h", NULL) &&
		lines.count;
	strings_clear(&lines);
	free(below);
	free(quoted);
	return found;
}

static const struct ci_file *find_unknown(struct ci_objects *objects)
{
	const struct ci_change *change = objects->change;

	for (int i = 0; i < change->count && !objects->asked && !objects->unknown; i++)
		if (change->files[i].scope == CI_READERS &&
		    may_be_included(change, &change->files[i]))
			objects->unknown = &change->files[i];
	objects->asked = true;
	return objects->unknown;
}

static void find_outputs(struct ci_objects *objects, const struct tree *tree, int llvm)
{
	for (const struct flavour *flavour = flavours; flavour->name; flavour++) {
		struct build build = { .tree = *tree, .flavour = flavour, .llvm = llvm };
		char *output = build_dir(&build, "kbuild");

		if (file_is_directory(output))
			strings_add(&objects->outputs, output);
		free(output);
	}
}

struct ci_objects *ci_objects_open(const struct ci_change *change, const struct tree *tree,
				   int llvm)
{
	struct ci_objects *objects = calloc(1, sizeof(*objects));

	if (!objects)
		abort();
	objects->change = change;
	for (int i = 0; i < change->count; i++)
		if (change->files[i].scope == CI_READERS)
			strings_add(&objects->changed, change->files[i].read_as);
	strings_sort(&objects->changed);
	find_outputs(objects, tree, llvm);
	return objects;
}

static void free_object(void *object)
{
	free(((struct ci_object *)object)->name);
	free(object);
}

void ci_objects_close(struct ci_objects *objects)
{
	tdestroy(objects->tree, free_object);
	strings_clear(&objects->changed);
	strings_clear(&objects->outputs);
	free(objects);
}

/* ---- One object ---- */

struct reading {
	const struct ci_objects *objects;
	char *found;
};

static bool take_word(const char *word, bool optional, void *context)
{
	struct reading *reading = context;
	char *name = optional ? NULL : ci_normalize(word);

	if (name && strings_find(&reading->objects->changed, name))
		reading->found = name;
	else
		free(name);
	return !reading->found;
}

/* Return: whether there is a dependency file. */
static bool read_dependencies(const struct ci_objects *objects, struct ci_object *object)
{
	const char *name = strrchr(object->name, '/');
	bool there = false;

	for (int i = 0; i < objects->outputs.count && !there; i++) {
		struct reading reading = { objects, NULL };
		char *file = text_format("%s/%.*s/.%s.cmd", objects->outputs.item[i],
					 (int)(name - object->name), object->name, name + 1);

		there = stamp_each(file, take_word, &reading);
		if (reading.found)
			object->file = file_read_as(objects->change, reading.found);
		free(reading.found);
		free(file);
	}
	return there;
}

static void read_source(const struct ci_objects *objects, struct ci_object *object)
{
	static const char *const endings[] = { "c", "S", "asn1" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings) && !object->file; i++) {
		int length = (int)strlen(object->name) - 1;
		char *source = text_format("%.*s%s", length, object->name, endings[i]);

		if (text_ends(object->name, ".asn1.o"))
			source[length - 1] = '\0';
		if (strings_find(&objects->changed, source))
			object->file = file_read_as(objects->change, source);
		free(source);
	}
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct ci_object *)a)->name, ((const struct ci_object *)b)->name);
}

struct ci_object *ci_object(struct ci_objects *objects, const char *name)
{
	struct ci_object *object = calloc(1, sizeof(*object)), **found;

	if (!object)
		abort();
	object->name = text_format("%s", name);
	found = tsearch(object, &objects->tree, compare);
	if (!found)
		abort();
	if (*found != object) {
		free_object(object);
		return *found;
	}
	if (!read_dependencies(objects, object))
		object->guess = find_unknown(objects);
	read_source(objects, object);
	return object;
}
