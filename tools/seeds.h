/* SPDX-License-Identifier: GPL-2.0-only */
/* Inputs that a session starts from, and what becomes of one that stops the program. */
#ifndef VITRO_SEEDS_H
#define VITRO_SEEDS_H

/* Fill @session with links to the files of @seeds. Return: number of seeds, or -1. */
int seeds_link(const char *seeds, const char *session);

/**
 * seeds_withdraw() - take the files with the contents of @input out of @dir
 * @last:	gets the name of the last one, malloc-ed; may be NULL
 *
 * Return: how many there were.
 */
int seeds_withdraw(const char *dir, const char *input, char **last);

#endif
