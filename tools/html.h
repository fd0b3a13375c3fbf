/* SPDX-License-Identifier: GPL-2.0-only */
/* The rooms of `vitro report`'s page. Everything from outside goes through markup_text(). */
#ifndef VITRO_HTML_H
#define VITRO_HTML_H

#include <stdio.h>

#include "dossier.h"

/* One page of all findings, without anything that it would have to load. Return: as export_formats' write. */
int html_page(const struct dossier *list, int count, FILE *to);

/* The page of bugs @ids, NULL-terminated, or of all when there are none, whole or not at all. Return: 0 or an exit code. */
int html_write(const char *path, char *const *ids);

extern const char html_style[], html_script[];

/* A finding with its stacks, input, log. */
void html_finding(const struct dossier *dossier, FILE *to);

/* Lines around that of @frame, from the tree that the crash is of; nothing when they cannot be had. */
struct html_tree;
struct html_tree *html_tree(const struct dossier *dossier);
void html_source(const struct html_tree *tree, const struct crash_frame *frame, FILE *to);
void html_tree_free(struct html_tree *tree);

/* The input of the crash that stands for it, as a hexdump. */
void html_input(const struct dossier *dossier, FILE *to);

/* The last campaign, if there was one. */
void html_campaign(FILE *to);

/* Coverage and speed over time, of every harness that has been fuzzed. */
void html_plots(FILE *to);

#endif
