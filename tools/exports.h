/* SPDX-License-Identifier: GPL-2.0-only */
/* Findings in the formats of other programs: one format, one file, export_NAME.c. */
#ifndef VITRO_EXPORTS_H
#define VITRO_EXPORTS_H

#include <stdio.h>

#include "dossier.h"

struct export_format {
	const char *name;
	int (*write)(const struct dossier *list, int count, FILE *to);
};

/* Ended by a NULL name. */
extern const struct export_format export_formats[];

/* Each: 0, or an exit code. What fails to be written is seen by who closes @to. */
int export_json(const struct dossier *list, int count, FILE *to);
int export_sarif(const struct dossier *list, int count, FILE *to);
int export_junit(const struct dossier *list, int count, FILE *to);
int export_gitlab(const struct dossier *list, int count, FILE *to);
int export_markdown(const struct dossier *list, int count, FILE *to);

/* A bug as a test that fails, for who writes the suite around it. */
void junit_write_case(const struct dossier *dossier, FILE *to);

/* Write to @path (NULL: standard output) by @write, whole or not at all. Return: 0 or an exit code. */
int export_to(const char *path, int (*write)(const struct dossier *list, int count, FILE *to),
	      const struct dossier *list, int count);

#endif
