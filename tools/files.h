/* SPDX-License-Identifier: GPL-2.0-only */
/* Small files and directories; every error leaves errno set and returns -1 or NULL. */
#ifndef VITRO_FILES_H
#define VITRO_FILES_H

#include <stdbool.h>
#include <stddef.h>

/* malloc-ed formatted string; out of memory ends the process. */
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

bool file_exists(const char *path);
bool file_is_directory(const char *path);

/* Is next to nothing left there? Programs that the tool runs (make, libFuzzer) say it in many lines, or not at all. */
bool file_disk_is_full(const char *path);

/* Make @path and its parents. */
int file_make_directories(const char *path);

/* Remove @path and everything in it, without following links. A missing @path is no error. */
int file_remove_tree(const char *path);

/* Whole contents, NUL-terminated besides @size (may be NULL). */
char *file_read(const char *path, size_t *size);

/* Create or replace @path. */
int file_write(const char *path, const void *data, size_t size);

/* Are the contents of both files the same? */
bool file_same(const char *a, const char *b);

/**
 * file_each() - call @fn with the path of every regular file (or link to one) right in @dir, sorted
 * Return: number of files (0 when there is no such directory); stops early when @fn returns
 * nonzero.
 */
int file_each(const char *dir, int (*fn)(const char *path, const char *name, void *context),
	      void *context);

/* As file_each() for every directory right in @dir; names that begin with a dot are left out. */
int file_each_directory(const char *dir,
			int (*fn)(const char *path, const char *name, void *context),
			void *context);

/* How many files are right in @dir. */
int file_count(const char *dir);

/* Copy every file of @from into @to (made when missing). Return: number of files copied, or -1. */
int file_copy_all(const char *from, const char *to);

#endif
