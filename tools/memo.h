/* SPDX-License-Identifier: GPL-2.0-only */
/* What has been tried, in memory and in a file that a kill at any moment leaves usable: it is only appended to. */
#ifndef VITRO_MEMO_H
#define VITRO_MEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct memo;

/*
 * @path: NULL for memory alone. @key: what the verdicts are of; a file of another key is begun anew. Return: 0 or -errno.
 */
int memo_open(struct memo **memo, const char *path, const char *key);

/* Is the verdict on @data known? */
bool memo_find(const struct memo *memo, const void *data, size_t size, bool *verdict);
int memo_add(struct memo *memo, const void *data, size_t size, bool verdict);

/* How many were known from before. */
size_t memo_loaded(const struct memo *memo);

/* @finished: nobody will want to go on. */
void memo_close(struct memo *memo, bool finished);

#endif
