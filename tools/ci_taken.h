/* SPDX-License-Identifier: GPL-2.0-only */
/* Objects that go into a program only when something there refers to them: those that the linker took. */
#ifndef VITRO_CI_TAKEN_H
#define VITRO_CI_TAKEN_H

#include <stdbool.h>

#include "text.h"

struct tree;

/**
 * struct ci_taken - of a harness, in any flavour
 * @known:	at least one is linked
 * @paths:	of the objects
 */
struct ci_taken {
	bool known;
	struct strings paths;
};

void ci_taken_read(struct ci_taken *taken, const char *harness, const struct tree *tree, int llvm);

/* @object: relative to the kernel tree */
bool ci_taken_has(const struct ci_taken *taken, const char *object);
void ci_taken_free(struct ci_taken *taken);

#endif
