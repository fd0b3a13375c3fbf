/* SPDX-License-Identifier: GPL-2.0-only */
/* Hostile text in HTML and XML. */
#ifndef VITRO_MARKUP_H
#define VITRO_MARKUP_H

#include <stdio.h>

/*
 * @text as the content of an element or of a quoted attribute: never markup, and nothing but printable ASCII, tabs and
 * newlines.
 */
void markup_text(FILE *to, const char *text);

/* printf() whose result is text. */
void markup_format(FILE *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
