/* SPDX-License-Identifier: GPL-2.0-only */
/* The tree with arch/vitro laid over it, as a farm of links; the tree itself is only read. */
#ifndef VITRO_OVERLAY_H
#define VITRO_OVERLAY_H

#include "build.h"

/* Malloc-ed path, shared by all flavours of a tree. */
char *overlay_path(const struct build *build);

/* Bring it up to date with the tree and the repository. Return: 0, or an exit code after one error
 * line. */
int overlay_refresh(const struct build *build);

#endif
