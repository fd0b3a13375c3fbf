/* SPDX-License-Identifier: GPL-2.0-only */
/* From objects to bin/NAME and bin/NAME.holes. */
#ifndef VITRO_LINK_H
#define VITRO_LINK_H

#include "build.h"
#include "target.h"

/*
 * In link/NAME: which of the objects that are only linked when something refers to them the linker took, who refers to each, and
 * for what symbol.
 */
#define LINK_TAKEN "taken"

/* Objects of all kinds must be up to date. Return: 0, or an exit code after error lines. */
int link_harness(const struct build *build, const char *harness, const struct parts *parts,
		 const struct strings *host);

#endif
