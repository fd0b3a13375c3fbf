/* SPDX-License-Identifier: GPL-2.0-only */
/* What vitro needs of a machine, looked up one by one. */
#ifndef VITRO_DOCTOR_H
#define VITRO_DOCTOR_H

#include <stdbool.h>

#include "text.h"

struct need {
	const char *kind; /* package, tool, tree, space */
	char *name;
	char *found;   /* version, size...; NULL when missing */
	char *mend;    /* the line that mends it, or NULL */
	bool optional; /* vitro works without, if not in full */
};

struct needs {
	struct need *list;
	int count;
	struct strings install; /* missing packages */
};

/* Each adds what it looked at. */
void doctor_packages(struct needs *needs, int llvm);
void doctor_tools(struct needs *needs, int llvm);
void doctor_trees(struct needs *needs);
void doctor_space(struct needs *needs);

#endif
