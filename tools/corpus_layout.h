/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Of which layout inputs are. A harness says so with .layout = NUMBER (1 when it says nothing); for a concurrent one the shim's own
 * VITRO_SCHEDULE_LAYOUT comes behind a dot. Inputs of another layout would be read as something that they are not: each
 * layout has a directory of its own, HARNESS for the first, HARNESS.layout-2 and so on for others.
 */
#ifndef VITRO_CORPUS_LAYOUT_H
#define VITRO_CORPUS_LAYOUT_H

#include <stdbool.h>

enum { CORPUS_LAYOUT = 24 };

bool corpus_layout_is_valid(const char *text);

/* The layout that @harness reads, told by its source. Return: 0 or an exit code after one error line. */
int corpus_layout_of(const char *harness, char layout[CORPUS_LAYOUT]);

/* Where inputs of @harness are that it can read: malloc-ed, or NULL after one error line. */
char *corpus_dir(const char *harness);

/*
 * When there is only a corpus of another layout, it is converted if somebody can, else a line says that it is not used. Return: 0
 * or an exit code.
 */
int corpus_layout_check(const char *harness);

/**
 * corpus_layout_convert() - make the inputs right in @dir, of layout @from, into those of @harness's layout, in place
 *
 * Converters are corpus/HARNESS/convert-OLD-NEW, programs that read one input and print the other. Return: 0, an exit code after one
 * error line, or -1, without a word, when there is none.
 */
int corpus_layout_convert(const char *harness, const char *dir, const char *from);

#endif
