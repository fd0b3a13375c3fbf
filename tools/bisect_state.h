/* SPDX-License-Identifier: GPL-2.0-only */
/* The worktree of a bisection and what git knows of it. */
#ifndef VITRO_BISECT_STATE_H
#define VITRO_BISECT_STATE_H

#include "bisect.h"

/* What git calls the older and the newer state. */
const char *bisect_term(const struct bisect *bisect, bool newer);

/* Make the worktree and begin, or go on where an earlier call was. Return: 0 or an exit code. */
int bisect_open(struct bisect *bisect);

/* Is the end marked? */
bool bisect_is_marked(const struct bisect *bisect, bool newer);

/* Tell git. It then checks out what is to be judged next. Return: 0 or an exit code. */
int bisect_mark(struct bisect *bisect, const char *term, const char *revision);

/* Commits that it may still be, newest first; @open: how many of them could be judged. Return: 0 or an exit code. */
int bisect_candidates(struct bisect *bisect, struct strings *list, int *open);

#endif
