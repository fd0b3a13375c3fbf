/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernel symbols that would meet libc's or a runtime's of the same name become vitro_k_NAME. */
#ifndef VITRO_RENAME_H
#define VITRO_RENAME_H

#include "build.h"
#include "text.h"

#define RENAME_PREFIX "vitro_k_"

/**
 * rename_objects() - replace objects that mention such a symbol by renamed copies
 * @objects:	paths; changed in place to the copies, which are kept below @directory
 * @output:	what the names of copies are relative to
 * @engine:	objects and archives whose names come first, too
 *
 * Return: 0, or an exit code after one error line.
 */
int rename_objects(const struct build *build, const char *output, const char *directory,
		   const struct strings *overrides, const struct strings *engine,
		   struct strings *objects);

#endif
