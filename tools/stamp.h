/* SPDX-License-Identifier: GPL-2.0-only */
/* Files that say what a step was made from, and whether it is out of date. */
#ifndef VITRO_STAMP_H
#define VITRO_STAMP_H

#include <stdbool.h>
#include <time.h>

/* Does @path hold exactly @text? */
bool stamp_same(const char *path, const char *text);

/*
 * Replace @path at one stroke, making its directory. Return: 0, or CLI_USAGE after an error line.
 */
int stamp_write(const char *path, const char *text);

/* As stamp_write(), but leaves a file that already says so alone, with its time. */
int stamp_update(const char *path, const char *text);

/* Modification time; all zero when there is no such file. */
struct timespec stamp_time(const char *path);
bool stamp_newer(struct timespec a, struct timespec b);

/*
 * Call @fn with each prerequisite in a compiler's dependency file (.d, or a .cmd file of Kbuild) as it is written there, until it
 * returns false; an @optional one need not be there. Return: false when there is no such file.
 */
bool stamp_each(const char *file, bool (*fn)(const char *word, bool optional, void *context),
		void *context);

/**
 * stamp_depends() - is a prerequisite in a compiler's dependency file newer than @than, or gone?
 * @file:	.d file, or a .cmd file of Kbuild
 * @directory:	what relative names in it are relative to
 */
bool stamp_depends(const char *file, const char *directory, struct timespec than);

#endif
