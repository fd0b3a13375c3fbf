/* SPDX-License-Identifier: GPL-2.0-only */
/* What the two halves of the git store share. */
#ifndef VITRO_CORPUS_GIT_H
#define VITRO_CORPUS_GIT_H

#include "corpus_store.h"
#include "process.h"

/* Begin a command of git, in the repository that we keep. */
void git_begin(struct command *command, const struct store *store);

/* Run, or take what it prints, without the newline at the end, malloc-ed; NULL when it fails. Both free @command. */
int git_run(struct command *command);
char *git_capture(struct command *command, int *status);

/* The branch's commit, "" when there is none, malloc-ed; NULL after one error line. */
char *git_remote_commit(const struct store *store);

/* Fetch the branch. @commit as git_remote_commit(). Return: 0 or an exit code. */
int git_fetch(const struct store *store, char **commit);

int git_put(struct store *store, const struct corpus *inputs);

#endif
