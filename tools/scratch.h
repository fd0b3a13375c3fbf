/* SPDX-License-Identifier: GPL-2.0-only */
/* Directories of one process, below .vitro/tmp. */
#ifndef VITRO_SCRATCH_H
#define VITRO_SCRATCH_H

/*
 * Path of the directory @name of this process, malloc-ed; who wants it makes and removes it. What processes that were killed have
 * left of such directories is removed.
 */
char *scratch_path(const char *name);

#endif
