/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernel trees that come from Debian's linux-source-* packages, extracted once into the cache. */
#ifndef VITRO_PACKAGE_H
#define VITRO_PACKAGE_H

#include "text.h"

/* Names of what is installed or was extracted: "6.1", "6.12". */
void package_names(struct strings *names);

/* Where the tree of @name is or will be, malloc-ed; *version is the package's, malloc-ed. */
char *package_tree(const char *name, char **version);

/* Make that place exist. Return: 0, or an exit code after one error line. */
int package_extract(const char *name, const char *path);

#endif
