/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Data races that are known, of the code that a harness runs: harnesses/NAME.races, one pair a line, named as
 * a finding's title names it, with the reason behind a "#":
 *
 *	FUNCTION / FUNCTION # REASON
 *	include NAME
 *
 * What is included is the file of another harness, or of none.
 */
#ifndef VITRO_RACES_H
#define VITRO_RACES_H

#include <stdbool.h>

/**
 * races_table() - C source of the table that shim/host/races.c looks a race up in
 * @source:	malloc-ed; an empty table when the harness has no such file
 *
 * Return: 0, or CLI_USAGE after an error line that names the file's line.
 */
int races_table(const char *harness, char **source);

/* Does a change of harnesses/@name.races change the table of @harness? */
bool races_read(const char *harness, const char *name);

/* Is a data race of this title ("... in FUNCTION / FUNCTION") in a table that races_table() has made? */
bool races_known(const char *source, const char *title);

#endif
