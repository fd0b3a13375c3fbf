/* SPDX-License-Identifier: GPL-2.0-only */
/* Findings that are tried on other trees, and what they do there. */
#ifndef VITRO_SUSPECTS_H
#define VITRO_SUSPECTS_H

#include <jansson.h>

#include "bugs.h"
#include "crash.h"

/* More inputs of a bug than these, its best, say nothing new. */
enum { SUSPECT_INPUTS = 50 };

/* What an input did, best first: of several, the last in this order counts for all. */
enum outcome { OUTCOME_FIXED, OUTCOME_NOT_APPLICABLE, OUTCOME_CHANGED, OUTCOME_SAME };

/**
 * struct suspect_input - one input of a finding
 * @directory:	of the finding
 * @known:	its stored report, taken apart
 * @runs, @hits: of the last trial: it was run so often, and crashed so often, be it in whatever way
 * @same:	so often in the way that is known
 * @detail:	title of the other crash, or why it cannot be tried; malloc-ed or NULL
 * @report:	of the other crash, symbolized; malloc-ed or NULL
 * @filed:	directory of the finding that the other crash has become; malloc-ed or NULL
 */
struct suspect_input {
	char *directory, *harness, *flavour;
	char *data;
	size_t size;
	struct crash known;

	enum outcome outcome;
	int runs, hits, same;
	char *detail, *report, *filed;
	struct crash other;
};

/**
 * struct suspect - a bug, or a finding that is none yet: @id is then ""
 * @nothing:	stands for an input when @count is 0; its detail says why it is
 */
struct suspect {
	char id[BUG_ID];
	char *title;
	struct suspect_input *inputs;
	int count;
	struct suspect_input nothing;
};

struct suspects {
	struct suspect *list;
	int count;
};

/*
 * Add a bug by its id, or a finding by its directory; those named on a command line, or all that are open when none
 * is. Return: 0, or an exit code after one error line.
 */
int suspects_add(struct suspects *suspects, struct bugs *bugs, const char *what);
int suspects_collect(struct suspects *suspects, struct bugs *bugs, char **words, int count);
void suspects_free(struct suspects *suspects);

/* Forget all but the @most best of its inputs. */
void suspect_limit(struct suspect *suspect, int most);

/* What its inputs did, together; @worst, which may be NULL, is the one that decides. */
enum outcome suspect_outcome(const struct suspect *suspect, const struct suspect_input **worst);
const char *outcome_name(enum outcome outcome); /* "fixed", "still there"... */

/* Forget what an input did. */
void suspect_input_clear(struct suspect_input *input);

json_t *suspect_json(const struct suspect *suspect);

#endif
