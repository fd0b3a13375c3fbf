/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernel trees: found, named, extracted from Debian's source packages; never written to. */
#ifndef VITRO_TREE_H
#define VITRO_TREE_H

#include <stdbool.h>

struct tree {
	char *name;    /* what -k takes: "6.12", or the name the user gave */
	char *version; /* "6.12.117", from the tree's Makefile; NULL when not extracted yet */
	char *path;    /* absolute */
	char *id;      /* safe as a directory name, unique per tree */
	bool extracted;
};

/**
 * tree_find() - resolve what -k was given: a name, a version, or a path; NULL for the default tree
 * @tree:	filled in; extracted into the cache when it comes from a package
 *
 * Return: 0, or an exit code after one error line (not a kernel tree, too old, unknown).
 */
int tree_find(const char *what, struct tree *tree);

/* As tree_find(), but nothing is extracted and what the tree holds is not checked. */
int tree_resolve(const char *what, struct tree *tree);

/* Every tree known, extracted or not: *count entries, malloc-ed. */
struct tree *tree_list(int *count);

/* Compare the tree's version with "X.Y": <0, 0, >0. */
int tree_compare_version(const struct tree *tree, const char *version);

#endif
