/* SPDX-License-Identifier: GPL-2.0-only */
/* One walk over a mounted filesystem, and what it does with each file. */
#ifndef VITRO_FS_WALK_H
#define VITRO_FS_WALK_H

#include <linux/path.h>
#include <linux/types.h>

/* What a filesystem has when it is mounted, for operations to be about: the mount point first. */
#define VITRO_PATHS 32
struct vitro_paths {
	unsigned int count;
	char *path[VITRO_PATHS];
};

struct vitro_walk {
	bool show; /* print what is found, all of it */
	unsigned int files;
	struct vitro_paths *paths; /* only gather these */
};

void vitro_fs_find_paths(struct vitro_paths *paths);
void vitro_fs_forget_paths(struct vitro_paths *paths);

void vitro_walk_attributes(struct vitro_walk *walk, const struct path *path);
void vitro_walk_contents(struct vitro_walk *walk, const struct path *path);
void vitro_walk_link(struct vitro_walk *walk, const struct path *path);

/* Print something of a file, with VITRO_SHOW=1. */
void vitro_walk_show(const struct path *path, const char *what, const char *value);
void vitro_walk_show_digest(const struct path *path, const char *what, const u8 *digest);

/* A sound image has no errors: one is printed when the walk is. */
void vitro_walk_error(struct vitro_walk *walk, const struct path *path, const char *what,
		      long error);

#endif
