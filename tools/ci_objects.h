/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernel-half objects and the changed files that they read. */
#ifndef VITRO_CI_OBJECTS_H
#define VITRO_CI_OBJECTS_H

#include "ci_change.h"

/**
 * struct ci_object - one object
 * @name:	relative to the kernel tree
 * @file:	the first changed file that it reads, or NULL
 * @guess:	one that it may read: it has not been built yet
 * @seen:	by whoever looked last: harnesses name some objects twice
 */
struct ci_object {
	char *name;
	const struct ci_file *file, *guess;
	const void *seen;
};

struct ci_objects;

struct ci_objects *ci_objects_open(const struct ci_change *change, const struct tree *tree,
				   int llvm);
void ci_objects_close(struct ci_objects *objects);

/* Each is looked at once. */
struct ci_object *ci_object(struct ci_objects *objects, const char *name);

/*
 * What a name in a dependency file is, relative to the kernel tree; malloc-ed, NULL for what no source is behind. Names are relative
 * to a directory right in the tree.
 */
char *ci_normalize(const char *word);

#endif
