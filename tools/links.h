/* SPDX-License-Identifier: GPL-2.0-only */
/* Farms of symbolic links. All return 0, or -1 with errno and links_failed() set. */
#ifndef VITRO_LINKS_H
#define VITRO_LINKS_H

#include <stdbool.h>

/* Make @path a link to @target, or a real directory, replacing what is not. */
int links_make(const char *path, const char *target);
int links_make_directory(const char *path);

/* One link in @to for each entry of @from that @skip (may be NULL) does not name. */
int links_entries(const char *from, const char *to, bool (*skip)(const char *name));

/*
 * Real directories in @to for those in @from, and links for their files that @skip does not name.
 */
int links_deep(const char *from, const char *to,
	       bool (*skip)(const char *directory, const char *name));

/* Remove dangling links below @path; real directories that @skip does not name are entered. */
int links_prune(const char *path, bool (*skip)(const char *name));

/* The path of the last failure. */
const char *links_failed(void);

#endif
