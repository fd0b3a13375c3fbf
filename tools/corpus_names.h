/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The content's hash of files: those that have not changed since they were last read are not read again. A file is known by
 * its inode, size and times, as git knows it; one that changed less than a second ago is not trusted.
 */
#ifndef VITRO_CORPUS_NAMES_H
#define VITRO_CORPUS_NAMES_H

#include <sqlite3.h>

#include "corpus.h"

/* Take in, and write, what database @db knows of files; both 0, or an SQLite result. NULL: of none. */
int corpus_names_load(struct corpus_names **loaded, sqlite3 *db);
int corpus_names_save(struct corpus_names *names);
void corpus_names_free(struct corpus_names *names);

/* What tells one state of a file from all others. */
struct corpus_state {
	uint64_t device, inode, size;
	int64_t modified, changed; /* ns */
};

/*
 * Name and size of the content of the regular file @name in the open directory @dir (AT_FDCWD: a path), and the content itself when
 * it had to be read. @names may be NULL. Any thread may call it. Return: 0 or -errno, -EFBIG for more than an input.
 */
int corpus_names_of(const struct corpus_names *names, int dir, const char *name,
		    struct corpus_input *input, struct corpus_state *state);

/* What has been read in that state need not be again. */
void corpus_names_remember(struct corpus_names *names, const struct corpus_state *state,
			   const struct corpus_input *input);

/*
 * As corpus_names_of(), of a file whose name is that of its content, as it was when it was last read: without a look at it. What
 * is made of it is compared with the name (corpus_data()). Return: false when it is not known so.
 */
bool corpus_names_known(const struct corpus_names *names, uint64_t device, uint64_t inode,
			const char *name, struct corpus_input *input);

#endif
