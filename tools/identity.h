/* SPDX-License-Identifier: GPL-2.0-only */
/* What a crash is called: a pure function of the text the program printed. */
#ifndef VITRO_IDENTITY_H
#define VITRO_IDENTITY_H

#include <stddef.h>

/**
 * finding_title() - name the first report in @text
 * @text:	NUL-terminated output of a program that ended; hostile
 * @title:	gets one line of printable ASCII, e.g. "KASAN-like: slab-out-of-bounds read in x509_note_OID"
 *
 * A line of the shim, "vitro: finding: CLASS: TITLE", counts before every other report.
 * Return: 0, or -1 when there is no report; @title then says so.
 */
int finding_title(const char *text, char *title, size_t size);

#endif
