/* SPDX-License-Identifier: GPL-2.0-only */
/* Git, asked and told things; what it says is of one language, and the user's hooks stay out of it. */
#ifndef VITRO_GIT_H
#define VITRO_GIT_H

#include <stdbool.h>

#include "text.h"

/*
 * git_ask() - what a command prints, without its last newline; malloc-ed. The words end with NULL, here and below.
 * Return: NULL when it fails, silently.
 */
char *git_ask(const char *directory, ...) __attribute__((sentinel));

/* The lines that it prints. Return: false when it fails, silently. */
bool git_lines(const char *directory, struct strings *lines, ...) __attribute__((sentinel));

/*
 * git_tell() - have it do something
 * @said:	gets all that it printed, on both streams; malloc-ed
 *
 * Return: its exit status, or -errno when it could not start.
 */
int git_tell(const char *directory, char **said, ...) __attribute__((sentinel));

/* One error line with the last one that git said; @said is freed. Return: CLI_FOUND. */
int git_failed(const char *what, char *said);

#endif
