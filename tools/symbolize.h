/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses in a report become functions, files and lines: one llvm-symbolizer for all, each address once. */
#ifndef VITRO_SYMBOLIZE_H
#define VITRO_SYMBOLIZE_H

struct symbolizer;

/* @llvm: version, for the program's name. Return: 0, or an exit code after one error line. */
int symbolizer_start(struct symbolizer **symbolizer, int llvm);

/* The program that addresses without a file are of. */
void symbolizer_program(struct symbolizer *symbolizer, const char *path);

/**
 * symbolize_report() - replace frames "#0 0xADDRESS (FILE+0xOFFSET)" by "#0 0xADDRESS in FUNCTION FILE:LINE:COLUMN"
 *
 * Inlined callers become frames of their own, and numbers go on. So do names that the shim has left open. What cannot be symbolized stays. Return: malloc-ed text.
 */
char *symbolize_report(struct symbolizer *symbolizer, const char *report);

void symbolizer_stop(struct symbolizer *symbolizer);

#endif
