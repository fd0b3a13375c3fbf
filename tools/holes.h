/* SPDX-License-Identifier: GPL-2.0-only */
/* Holes: symbols nobody provides, each given an address in a window without access. */
#ifndef VITRO_HOLES_H
#define VITRO_HOLES_H

#include "text.h"

/* Read them from the linker's messages: "symbol<TAB>function, function...", sorted. */
void holes_parse(const char *log, struct strings *holes);

/* The symbol of a hole without what renaming put before it, malloc-ed. */
char *hole_name(const char *hole);

/* C source of the table of names. Malloc-ed. */
char *holes_table(const struct strings *holes);

/* Linker arguments, one per line. Malloc-ed. */
char *holes_arguments(const struct strings *holes);

/*
 * A symbol between the halves that is missing is the shim's own mistake, not a hole; one of C++ an engine's, which was compiled for
 * another library.
 * Return: its name, malloc-ed, or NULL.
 */
char *holes_own(const struct strings *holes);

#endif
