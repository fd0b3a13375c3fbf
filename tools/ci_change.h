/* SPDX-License-Identifier: GPL-2.0-only */
/* The files of a change, and which programs are made of them. */
#ifndef VITRO_CI_CHANGE_H
#define VITRO_CI_CHANGE_H

#include <stdbool.h>

#include "text.h"

struct tree;

/* For whom a changed file counts. */
enum ci_scope {
	CI_NOBODY,
	CI_READERS,   /* those with an object that reads it: dependency files tell */
	CI_DIRECTORY, /* those with an object in its directory or below */
	CI_HARNESS,   /* the harness of that name */
	CI_TARGET,    /* harnesses that stand on the target of that name */
	CI_ALL,
};

/**
 * struct ci_file - a file that is not as on the base
 * @path:	in its repository
 * @name:	of the harness or target, malloc-ed, or NULL
 * @read_as:	what dependency files call it, relative to the kernel tree
 */
struct ci_file {
	char *path;
	enum ci_scope scope;
	char *name, *read_as;
};

/**
 * struct ci_change - from a base to what is in the working tree now
 * @repository:	its top directory
 * @own:	it is vitro's own repository, not a kernel tree
 * @base:	commit that the change grew from
 * @head:	commit that is checked out
 */
struct ci_change {
	char *repository;
	bool own;
	char *base, *head;
	struct ci_file *files;
	int count;
};

/* Return: 0, or an exit code after one error line. */
int ci_change_read(struct ci_change *change, const char *repository, bool own, const char *base);
void ci_change_free(struct ci_change *change);

/* A pure function of the path. @gone: it is not there any more. */
void ci_file_classify(struct ci_file *file, bool own, bool gone);

/* The other way round: what vitro's own repository calls a file of the overlay, malloc-ed; NULL: it is the kernel's. */
char *ci_own_file(const char *read_as);

/* The files of vitro's own that a program of another version would be made by. */
bool ci_change_has_tool(const struct ci_change *change);

/* A harness that the change touches. */
struct ci_touched {
	char *harness;
	char *why;
	bool guessed; /* there are no dependency files that tell */
	bool by_name; /* as struct harness */
};

struct ci_touch {
	struct ci_touched *list;
	int count;
};

/* Return: 0, or an exit code after one error line. */
int ci_touch(const struct ci_change *change, const struct tree *tree, int llvm,
	     struct ci_touch *touch);
const struct ci_touched *ci_touch_find(const struct ci_touch *touch, const char *harness);
void ci_touch_free(struct ci_touch *touch);

#endif
