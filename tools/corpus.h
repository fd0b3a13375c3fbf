/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Corpora: plain files named by the SHA-1 of their content, as libFuzzer names them, in .vitro/corpus/HARNESS or
 * $VITRO_CORPUS/HARNESS (corpus_layout.h).
 */
#ifndef VITRO_CORPUS_H
#define VITRO_CORPUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CORPUS_NAME = 41, CORPUS_INPUT_MAX = 16 << 20 };

/* One input; @name is of its content, whatever its file is called. @data is there when it was read, and not much was. */
struct corpus_input {
	char *path;
	char *data;
	char name[CORPUS_NAME];
	size_t size;
};

struct corpus {
	struct corpus_input *inputs;
	int count, room;
	size_t kept; /* bytes of @data */
};

/* The content, malloc-ed, as long as it is what it was. Return: NULL after one line. */
char *corpus_data(const struct corpus_input *input);

/* Below the directory of all corpora: malloc-ed. */
char *corpus_path(const char *format, ...) __attribute__((format(printf, 1, 2)));

void corpus_name(const void *data, size_t size, char name[CORPUS_NAME]);
bool corpus_is_name(const char *text);

struct corpus_names; /* corpus_names.h */

/*
 * Add what is in @path, a file or a directory with all below it. @names may be NULL: then all is read. What cannot be read, or
 * is too large for an input, is said in a line and left out. Return: 0, or an exit code after one error line.
 */
int corpus_read(struct corpus *corpus, const char *path, struct corpus_names *names);

/* The corpus of @harness, which may be empty. */
int corpus_read_own(struct corpus *corpus, const char *harness, struct corpus_names *names);

/* Smallest first, equal ones by name; of several with one content the first path stays. */
void corpus_sort(struct corpus *corpus);

/* In a corpus sorted by corpus_sort_by_name(); NULL when it is not there. */
void corpus_sort_by_name(struct corpus *corpus);
const struct corpus_input *corpus_find(const struct corpus *corpus, const char *name);

void corpus_free(struct corpus *corpus);

/**
 * struct corpus_writer - puts inputs into a corpus; each appears whole or not at all
 * @dir:	of the corpus
 * @scratch:	on the same file system
 * @added:	how many were new
 */
struct corpus_writer {
	char *dir, *scratch;
	int added;
};

/* For the corpus of @harness; clears away what a writer that was killed has left. Return: 0 or an exit code. */
int corpus_write_begin(struct corpus_writer *writer, const char *harness);
int corpus_write(struct corpus_writer *writer, const void *data, size_t size);

/* Move a verified file in, under @name. */
int corpus_write_file(struct corpus_writer *writer, const char *path, const char *name);
void corpus_write_end(struct corpus_writer *writer);

/* Remove scratch directories below @base, whose names end so, that belong to processes that are gone. */
void corpus_clear_stale(const char *base, const char *end);

/* Give each input of @harness the name of its content; copies go. In corpus_lock(). Return: 0 or an exit code. */
int corpus_tidy(const char *harness);

/* Wait for another vitro that changes this corpus. Return: file descriptor, or -1 after one error line. */
int corpus_lock(const char *harness);

#endif
