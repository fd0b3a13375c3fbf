/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether a commit has a finding: the judge of a bisection. */
#ifndef VITRO_JUDGE_H
#define VITRO_JUDGE_H

#include "bisect.h"
#include "retrial.h"

/**
 * struct judge - the finding, the first of @suspects, and how it is tried
 * @previous:	commit that was built last, or NULL
 */
struct judge {
	struct retrial retrial;
	struct suspects suspects;
	char *previous;
};

/* One program is enough: of the finding's best input, and the others that it can run. */
void judge_narrow(struct judge *judge);

/* struct bisect's @judge; @context is a struct judge. */
enum bisect_verdict judge_commit(const char *tree, char **said, void *context);

/*
 * Have files changed, from @previous to what is checked out, that make or Kconfig read, and whose objects do not name them? Likely
 * when @previous is NULL, or gone.
 */
bool judge_makes_otherwise(const char *tree, const char *previous);

#endif
