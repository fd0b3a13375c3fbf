/* SPDX-License-Identifier: GPL-2.0-only */
/* Archives of corpora: .tar.zst, a manifest first, then the inputs. The same inputs make the same bytes. */
#ifndef VITRO_CORPUS_ARCHIVE_H
#define VITRO_CORPUS_ARCHIVE_H

#include "corpus_manifest.h"

/*
 * Write the inputs of @corpus to @path, which is there whole or not at all. @manifest has harness, kernel and layout, and gets the
 * rest. Return: 0 or an exit code after one error line.
 */
int archive_write_corpus(const char *path, const struct corpus *corpus, struct manifest *manifest);

/*
 * Read the hostile archive at @path. Its inputs go to @dir, an empty directory, when that is not NULL, else only the manifest
 * is read. Return: 0, or an exit code after one error line; what is in @dir is then worth nothing.
 */
int archive_read_corpus(const char *path, const char *dir, struct manifest *manifest);

/* Take the inputs in @dir, of layout @layout, into the corpus of @harness, each checked against its name. */
int corpus_import(const char *harness, const char *dir, const char *layout, int *added);

/* The kernel version that -k, or the default, is. malloc-ed, or NULL after one error line. */
char *corpus_kernel(const char *name);

#endif
