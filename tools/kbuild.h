/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls of the tree's own make. */
#ifndef VITRO_KBUILD_H
#define VITRO_KBUILD_H

#include "build.h"
#include "text.h"

/* Kbuild's output directory, malloc-ed. */
char *kbuild_path(const struct build *build);

/**
 * kbuild_make() - run make with @goals
 * @fragment:	KCONFIG_ALLCONFIG, or NULL
 * @objects:	how many lines "CC" are to be expected; 0 shows no progress
 *
 * Return: 0, or an exit code after the compiler's error lines and the log's path.
 */
int kbuild_make(const struct build *build, const struct strings *goals, const char *fragment,
		int objects);

/* Bring @objects up to date; make is called only when one is not. Return: as kbuild_make(). */
int kbuild_objects(const struct build *build, const struct strings *objects);

#endif
