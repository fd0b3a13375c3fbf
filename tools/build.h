/* SPDX-License-Identifier: GPL-2.0-only */
/* From sources to libFuzzer programs: overlay, config, Kbuild, host half, link. */
#ifndef VITRO_BUILD_H
#define VITRO_BUILD_H

#include <stdbool.h>

#include "link_engine.h"
#include "tree.h"

struct flavour {
	const char *name;
	const char *kernel_cflags; /* KCFLAGS */
	const char *config;        /* Kconfig lines beside the targets', or NULL */
	const char *host_cflags;
	const char *link_flags; /* beside the engine's */
	bool fuzzes;            /* has coverage instrumentation for an engine */
};

/* Return: the flavour, or NULL after one error line that lists them. */
const struct flavour *flavour_find(const char *name);
extern const struct flavour flavours[]; /* ended by a NULL name */

struct build {
	struct tree tree;
	const struct flavour *flavour;
	const struct link_engine *engine;
	int llvm;            /* 19 */
	const char *variant; /* $VITRO_KCFLAGS, or NULL */
	int jobs;
	bool verbose;
	bool plain; /* shim/plain in place of files of the same name in shim/host; NAME.plain */
};

/* Fill @build from the -k, -s and --llvm options (NULL/0: defaults, $LLVM). Return: 0 or an exit
 * code. */
int build_prepare(struct build *build, const char *tree, const char *flavour, int llvm);

/* Build @names (NULL-terminated); prints progress. Return: 0 or an exit code after an error. */
int build_harnesses(const struct build *build, char *const *names);

/* Where the program (and its .holes) is: malloc-ed path, whether built or not. */
char *build_binary(const struct build *build, const char *harness);

/* Has built @harness a schedule in its inputs? Return: 1 or 0, or -1 after one error line. */
int build_is_concurrent(const struct build *build, const char *harness);

char *build_dir(const struct build *build, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
