/* SPDX-License-Identifier: GPL-2.0-only */
/* S/kernels.json: the trees the user named, and the default. */
#ifndef VITRO_KERNELS_H
#define VITRO_KERNELS_H

#include "text.h"

struct kernels {
	struct strings names, paths; /* one path for each name */
	char *use;                   /* default tree's name, or NULL */
};

/* A missing file is an empty list. Return: 0, or an exit code after one error line. */
int kernels_read(struct kernels *kernels);
int kernels_write(const struct kernels *kernels);

/* The path that goes with @name, or NULL. */
const char *kernels_path(const struct kernels *kernels, const char *name);

#endif
