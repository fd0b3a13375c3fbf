/* SPDX-License-Identifier: GPL-2.0-only */
/* Many inputs through one program, each counted even when another stops it. */
#ifndef VITRO_REPLAY_H
#define VITRO_REPLAY_H

struct strings;

/* Add the paths of all files right in @dir. */
void replay_collect(struct strings *inputs, const char *dir);

/**
 * replay_run() - run @binary on @inputs, which must let it end well where its coverage is to count
 * @log:	file for its output
 *
 * An input that stops the program is left out, and those before it in the same batch are run once
 * more: a program that is stopped writes no profile. Return: number of inputs left out, or -1 when
 * it cannot run.
 */
int replay_run(const char *binary, const struct strings *inputs, const char *log);

#endif
