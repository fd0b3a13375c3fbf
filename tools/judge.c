// SPDX-License-Identifier: GPL-2.0-only
#include "judge.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "git.h"

void judge_narrow(struct judge *judge)
{
	struct suspect *suspect = &judge->suspects.list[0];
	int kept = 1;

	for (int i = 1; i < suspect->count; i++) {
		struct suspect_input input = suspect->inputs[i];

		if (strcmp(input.harness, suspect->inputs[0].harness) != 0 ||
		    strcmp(input.flavour, suspect->inputs[0].flavour) != 0)
			continue;
		suspect->inputs[i] = suspect->inputs[kept];
		suspect->inputs[kept++] = input;
	}
	suspect->count = kept;
}

bool judge_makes_otherwise(const char *tree, const char *previous)
{
	char *said;
	bool changed;

	if (!previous)
		return true;
	changed =
		git_tell(tree, &said, "diff", "--quiet", previous, "--", ":(glob)**/Makefile*",
			 ":(glob)**/Kbuild*", ":(glob)**/Kconfig*", "scripts", "tools", NULL) != 0;
	free(said);
	return changed;
}

static enum bisect_verdict verdict_on(const struct suspect *suspect, char **said)
{
	const struct suspect_input *worst;

	switch (suspect_outcome(suspect, &worst)) {
	case OUTCOME_SAME:
		return BISECT_WITH;
	case OUTCOME_CHANGED:
		*said = text_format("other: %s", worst->detail);
		return BISECT_WITHOUT;
	case OUTCOME_NOT_APPLICABLE:
		*said = text_format("%s", worst->detail);
		if (!strstr(worst->detail, strerror(ENOSPC)))
			return BISECT_SKIP;
		cli_fail("%s", worst->detail);
		return BISECT_STOP;
	default:
		return BISECT_WITHOUT;
	}
}

enum bisect_verdict judge_commit(const char *tree, char **said, void *context)
{
	struct judge *judge = context;
	char *commit = git_ask(tree, "rev-parse", "HEAD", NULL);

	judge->retrial.tree = tree;
	judge->retrial.configure = judge_makes_otherwise(tree, judge->previous);
	free(judge->previous);
	judge->previous = commit;
	if (retrial_run(&judge->retrial, &judge->suspects))
		return BISECT_STOP;
	return verdict_on(&judge->suspects.list[0], said);
}
