/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which commit brought, or mended, something: git's own bisection in a worktree of its own, driven by a judge. Git's
 * log of it is the only state: after a kill the same call goes on where that one was.
 */
#ifndef VITRO_BISECT_H
#define VITRO_BISECT_H

#include <stdbool.h>
#include <stdio.h>

#include "text.h"

/* %BISECT_STOP: nothing can be judged any more, and the error line was printed. */
enum bisect_verdict { BISECT_WITHOUT, BISECT_WITH, BISECT_SKIP, BISECT_STOP };

/**
 * struct bisect - one bisection; the first part is filled in by the caller
 * @repository:	of git; its checkout is neither looked at nor touched
 * @good, @bad:	revisions without and with it, either may be the older one
 * @directory:	its own, below .vitro/bisect; holds the worktree, and is gone at the end
 * @name:	of the worktree in there
 * @to:		gets one line for each step
 * @judge:	looks at the checked-out @tree and says in @said, malloc-ed, what it saw
 *
 * @mending:	@good is the newer one: what is looked for is what mended it
 * @over:	there is nothing to go on with: it is through, or an end is not what it was called
 * @steps:	commits that were judged by this call, the ends among them
 * @known:	commits that an earlier call, which did not get to its end, had judged
 * @skipped:	those that could not be judged, by all calls
 * @candidates:	the commits that it may be, newest first: one, unless skips leave several
 */
struct bisect {
	const char *repository;
	const char *good, *bad;
	const char *directory, *name;
	FILE *to;
	enum bisect_verdict (*judge)(const char *tree, char **said, void *context);
	void *context;

	bool mending, over;
	int steps, known, skipped;
	struct strings candidates;

	char *tree;
	char *old_revision, *new_revision;
};

/* Look up what is asked. Return: 0 or an exit code after one error line. */
int bisect_prepare(struct bisect *bisect);

/* Return: 0, with @candidates; or an exit code after one error line. */
int bisect_run(struct bisect *bisect);

/* Take away the worktree and the directory, of a bisection that is through or given up. Return: 0 or an exit code. */
int bisect_remove(struct bisect *bisect);

void bisect_free(struct bisect *bisect);

#endif
