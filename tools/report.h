/* SPDX-License-Identifier: GPL-2.0-only */
/* Output of harness programs, made readable. */
#ifndef VITRO_REPORT_H
#define VITRO_REPORT_H

struct build;

/* Prefixes that are cut out of paths: longest first, each with its final slash, ended by NULL. */
char **report_prefixes(const struct build *build);

/* Cut every occurrence of each prefix out of @line, in place. */
void report_shorten(char *line, char *const *prefixes);

#endif
