/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where corpora are shared. Every place is the same: HARNESS/layout-LAYOUT/SHA1, files that never change once they are there. So
 * two who write at once have nothing to quarrel about, and one that is killed has lost nothing.
 */
#ifndef VITRO_CORPUS_STORE_H
#define VITRO_CORPUS_STORE_H

#include "corpus.h"
#include "text.h"

struct store;

/**
 * struct store_kind - one kind of place
 * @list:	what is there into @there, with the size where that is known, else SIZE_MAX; 0 also when there is nothing yet
 * @layouts:	the layouts of the harness that are there
 * @put:	bring those inputs, which are not there, or only in part
 * @get:	fetch those into the empty directory @to, as files of these names; what does not come is left out
 *
 * All return 0, or an exit code after one error line.
 */
struct store_kind {
	const char *name;
	int (*open)(struct store *store);
	int (*list)(struct store *store, struct corpus *there);
	int (*layouts)(struct store *store, struct strings *layouts);
	int (*put)(struct store *store, const struct corpus *inputs);
	int (*get)(struct store *store, const struct strings *names, const char *to);
};

/**
 * struct store - an open one
 * @place:	as its kind understands it: directory; repository; remote
 * @part:	branch or tag, or NULL
 * @below:	HARNESS/layout-LAYOUT
 * @scratch:	directory that goes when it is closed
 * @cache:	what the kind keeps from one time to the next, or NULL
 */
struct store {
	const struct store_kind *kind;
	const char *harness;
	const char *layout, *kernel;
	char *place, *part, *below, *scratch, *cache;
	int lock;
};

extern const struct store_kind store_directory, store_git, store_rclone, store_oci;

/* Tell what @remote is. Return: 0, or an exit code after one error line. */
int store_open(struct store *store, const char *remote, const char *harness, const char *layout);
void store_close(struct store *store);

/* What a kind has found: an input of that name. */
void store_found(struct corpus *there, const char *name, size_t size);

/* Is @program, of the Debian package @package, here? Return: 0, or CLI_USAGE after one line that says what to install. */
int store_needs(const char *program, const char *package);

/* A file of lines in the scratch directory: its path, malloc-ed, or NULL after one error line. */
char *store_write_list(struct store *store, const char *name, const struct strings *lines);

#endif
