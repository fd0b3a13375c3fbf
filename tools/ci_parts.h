/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of `vitro ci`. */
#ifndef VITRO_CI_PARTS_H
#define VITRO_CI_PARTS_H

#include "ci.h"
#include "suspects.h"

/* Take a program off the list. */
void ci_drop_program(struct ci *ci, int at);

/* Of one with a reason: "does not build", or run. */
const char *ci_trouble(const struct ci_program *program);

/* ---- The base, as a build of its own ---- */

/**
 * struct ci_base - a worktree of the base
 * @path:	of it, below .vitro/ci
 * @state:	state directory of the base's own vitro, when it is vitro that changes; else NULL
 * @tool:	that builds and runs there
 */
struct ci_base {
	const struct ci *ci;
	char *directory, *path, *state, *tool;
	int lock;
};

/* Return: 0, or an exit code after one error line; ci_base_close() in both cases. */
int ci_base_open(struct ci_base *base, const struct ci *ci);
void ci_base_close(struct ci_base *base);

/* Does @program build there, or fail for another reason than here? */
bool ci_base_builds(const struct ci_base *base, const struct ci_program *program);

/* What the inputs of @suspects do there. Return: 0 or an exit code. */
int ci_base_try(const struct ci_base *base, struct suspects *suspects, struct bugs *bugs);
int ci_base_try_own(const struct ci_base *base, struct suspects *suspects, struct bugs *bugs);

/* The beginning of a command line of the base's vitro. */
struct command;
void ci_base_command(const struct ci_base *base, struct command *command, const char *word);

/* ---- Reports ---- */

struct dossier;

/* The new ones. */
int ci_write_summary(const struct ci *ci, const struct dossier *list, int count, FILE *to);
int ci_write_junit(const struct ci *ci, const struct dossier *list, int count, FILE *to);
void ci_annotate(const struct ci *ci, const struct dossier *list, int count);
int ci_write_json(const struct ci *ci, FILE *to);

#endif
