// SPDX-License-Identifier: GPL-2.0-only
/*
 * An object is touched when the dependency file that Kbuild has left of it names a changed file. Where there is none yet, its own
 * source tells, and any other source or header may be a part of it: a guess, which is looked at again when it is built. So is an
 * object that is only linked when something refers to it, until the linker has said whether it is.
 */
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "ci_change.h"
#include "ci_objects.h"
#include "ci_taken.h"
#include "cli.h"
#include "files.h"
#include "races.h"
#include "target.h"
#include "target_file.h"
#include "text.h"

/* How a harness is touched, as far as it was looked at. */
struct look {
	const struct ci_change *change;
	const struct tree *tree;
	int llvm;
	struct ci_objects *objects;
	const struct harness *harness;
	struct parts parts;
	struct strings targets;
	struct ci_taken taken;
};

/* Names of the target and all that it uses. */
static int add_targets(const char *name, struct strings *names)
{
	struct target target;
	int ret;

	if (strings_has(names, name))
		return 0;
	ret = target_read(name, NULL, &target);
	if (ret)
		return ret;
	strings_add(names, name);
	for (int i = 0; i < target.uses.count && !ret; i++)
		ret = add_targets(target.uses.item[i], names);
	target_free(&target);
	return ret;
}

/* ---- Files that say for whom they are ---- */

static bool is_in(const struct strings *objects, const char *directory, size_t length)
{
	for (int i = 0; i < objects->count; i++)
		if (!strncmp(objects->item[i], directory, length))
			return true;
	return false;
}

static bool has_object_in(const struct parts *parts, const char *makefile)
{
	size_t length = (size_t)(strrchr(makefile, '/') + 1 - makefile);

	return is_in(&parts->test, makefile, length) || is_in(&parts->with, makefile, length) ||
	       is_in(&parts->need, makefile, length);
}

/* A table of known races may be read by other harnesses, too; the seeds of a filesystem are those of NAME_rw, too. */
static bool is_of_harness(const struct look *look, const struct ci_file *file)
{
	const char *harness = look->harness->name;
	size_t length = strlen(file->name);

	if (text_ends(file->path, ".races") && races_read(harness, file->name))
		return true;
	return text_starts(harness, file->name) &&
	       (!harness[length] ||
		(text_starts(file->path, "corpus/") && !strcmp(harness + length, "_rw")));
}

static char *why_file(const struct look *look, const struct ci_file *file)
{
	switch (file->scope) {
	case CI_ALL:
		return text_format("%s, which all are built with", file->path);
	case CI_HARNESS:
		if (is_of_harness(look, file))
			return text_format("%s", file->path);
		return NULL;
	case CI_TARGET:
		if (strings_has(&look->targets, file->name))
			return text_format("%s", file->path);
		return NULL;
	case CI_DIRECTORY:
		if (has_object_in(&look->parts, file->path))
			return text_format("%s, beside its objects", file->path);
		return NULL;
	default:
		return NULL;
	}
}

/* ---- Objects ---- */

/* @guess: may read a changed file, or reads one and may be linked */
struct found {
	const struct ci_object *first, *guess;
	int count;
};

static void find(struct found *found, const struct ci_object *object, bool linked)
{
	if (object->file && linked) {
		if (!found->count++)
			found->first = object;
	} else if ((object->file || object->guess) && !found->guess) {
		found->guess = object;
	}
}

static struct ci_object *next_object(struct look *look, const char *name)
{
	struct ci_object *object = ci_object(look->objects, name);

	if (object->seen == look->harness)
		return NULL;
	object->seen = look->harness;
	return object;
}

static void look_at(struct look *look, const struct strings *names, struct found *found)
{
	for (int i = 0; i < names->count; i++) {
		const struct ci_object *object = next_object(look, names->item[i]);

		if (object)
			find(found, object, true);
	}
}

/* Those that the linker has left out are not in the program, whatever they read. */
static void look_at_needed(struct look *look, struct found *found)
{
	for (int i = 0; i < look->parts.need.count; i++) {
		const struct ci_object *object = next_object(look, look->parts.need.item[i]);
		bool taken = object && ci_taken_has(&look->taken, object->name);

		if (object && (taken || !look->taken.known))
			find(found, object, taken);
	}
}

static char *why_guess(const struct ci_object *object)
{
	if (object->file)
		return text_format("%s, read by %s, which may be linked: not built yet",
				   object->file->path, object->name);
	return text_format("%s, which %s may read: not built yet", object->guess->path,
			   object->name);
}

static char *why_objects(struct look *look, bool *guessed)
{
	struct found found = { 0 };
	const char *path;

	look_at(look, &look->parts.test, &found);
	look_at(look, &look->parts.own, &found);
	look_at(look, &look->parts.with, &found);
	look_at_needed(look, &found);
	*guessed = !found.count && found.guess;
	if (*guessed)
		return why_guess(found.guess);
	if (!found.count)
		return NULL;
	path = found.first->file->path;
	if (found.count == 1)
		return text_format("%s, read by %s", path, found.first->name);
	return text_format("%s, read by %s and %d more", path, found.first->name, found.count - 1);
}

static int look_at_harness(struct look *look, struct ci_touch *touch)
{
	struct ci_touched touched = { 0 };
	int ret = harness_parts(look->harness, look->tree, &look->parts);

	ci_taken_read(&look->taken, look->harness->name, look->tree, look->llvm);
	strings_clear(&look->targets);
	if (!ret)
		ret = add_targets(look->harness->target, &look->targets);
	if (!ret)
		ret = add_targets("base", &look->targets);
	for (int i = 0; i < look->change->count && !ret && !touched.why; i++)
		touched.why = why_file(look, &look->change->files[i]);
	if (!ret && !touched.why)
		touched.why = why_objects(look, &touched.guessed);
	if (touched.why) {
		touched.harness = text_format("%s", look->harness->name);
		touched.by_name = look->harness->by_name;
		touch->list =
			memory_resize(touch->list, sizeof(touched) * (size_t)(touch->count + 1));
		touch->list[touch->count++] = touched;
	}
	ci_taken_free(&look->taken);
	parts_free(&look->parts);
	return ret;
}

int ci_touch(const struct ci_change *change, const struct tree *tree, int llvm,
	     struct ci_touch *touch)
{
	struct look look = { .change = change, .tree = tree, .llvm = llvm };
	struct harness *all;
	int count, ret = harness_list(&all, &count);

	*touch = (struct ci_touch){ 0 };
	look.objects = ci_objects_open(change, tree, llvm);
	for (int i = 0; i < count && !ret; i++) {
		look.harness = &all[i];
		ret = look_at_harness(&look, touch);
	}
	ci_objects_close(look.objects);
	strings_clear(&look.targets);
	free(all);
	return ret;
}

const struct ci_touched *ci_touch_find(const struct ci_touch *touch, const char *harness)
{
	for (int i = 0; i < touch->count; i++)
		if (!strcmp(touch->list[i].harness, harness))
			return &touch->list[i];
	return NULL;
}

void ci_touch_free(struct ci_touch *touch)
{
	for (int i = 0; i < touch->count; i++) {
		free(touch->list[i].harness);
		free(touch->list[i].why);
	}
	free(touch->list);
	*touch = (struct ci_touch){ 0 };
}
