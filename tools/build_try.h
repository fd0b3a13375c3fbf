/* SPDX-License-Identifier: GPL-2.0-only */
/* Building what may not build: the reason is an answer, not an error. */
#ifndef VITRO_BUILD_TRY_H
#define VITRO_BUILD_TRY_H

#include "build.h"

/**
 * struct build_wish - what is wanted
 * @flavour:	of flavour_find()
 * @configure:	anew, because the tree's makefiles or Kconfig files have changed
 */
struct build_wish {
	const char *tree;
	const char *flavour;
	const char *harness;
	int llvm;
	bool configure;
};

/**
 * build_try() - build, and see that the program starts
 * @build:	filled in when it does
 * @reason:	one line when it does not, malloc-ed; else NULL
 *
 * It is done in a process of its own, for which the tree is new even when an earlier call had built it.
 * Return: whether it does.
 */
bool build_try(const struct build_wish *wish, struct build *build, char **reason);

#endif
