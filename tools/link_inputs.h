/* SPDX-License-Identifier: GPL-2.0-only */
/* What goes into a program. */
#ifndef VITRO_LINK_INPUTS_H
#define VITRO_LINK_INPUTS_H

#include <stdbool.h>

#include "build.h"
#include "target.h"

struct link {
	const struct build *build;
	const char *harness;
	char *directory;            /* link/PROGRAM */
	char *program, *holes_path; /* bin/PROGRAM, bin/PROGRAM.holes */
	char *script, *races;       /* link/NAME/races.c: data races that are known */
	char *images; /* link/NAME/images.S: seeds that inputs are based on; or NULL */
	struct strings always, wanted; /* kernel half: linked always, when referenced */
	struct strings engine;         /* its files */
	const struct strings *host;
};

/* Fill in the objects, renamed where names of the kernel and the host meet. Return: 0 or an exit code. */
int link_collect(struct link *link, const struct parts *parts);

/* Everything but the holes and the output, one argument per line. Malloc-ed. */
char *link_arguments(const struct link *link);

/* @inputs: the file with these. */
bool link_is_current(const struct link *link, const char *inputs);

#endif
