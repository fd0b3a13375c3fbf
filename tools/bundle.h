/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A finding in one file, ID.vitro.tar.zst, that another machine can run: input, report and info.json. The same finding
 * makes the same bytes. What is read is from anywhere: no path in it is followed, and no size believed.
 */
#ifndef VITRO_BUNDLE_H
#define VITRO_BUNDLE_H

#include <stddef.h>

#include "dossier.h"

/* Members, and what they may take. */
enum {
	BUNDLE_INFO = 64 << 10,
	BUNDLE_REPORT = 16 << 20,
	BUNDLE_INPUT = 64 << 20,
};

/**
 * bundle_write() - make the file @path
 * @config:	SHA-1 of the kernel's configuration, "" when it is not known
 *
 * Return: 0 or an exit code after one error line.
 */
int bundle_write(const char *path, const struct dossier *dossier, const char *config);

/* What was read; malloc-ed. */
struct bundle {
	char *input, *report;
	size_t input_size;
	json_t *info;
};

/* Is @path called as a bundle is? */
bool bundle_named(const char *path);

/* Return: 0, or CLI_USAGE after one error line; bundle_free() in both cases. */
int bundle_read(const char *path, struct bundle *bundle);
void bundle_free(struct bundle *bundle);

/* A text of info.json, NULL when there is none. */
const char *bundle_text(const struct bundle *bundle, const char *key);

#endif
