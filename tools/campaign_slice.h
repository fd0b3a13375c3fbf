/* SPDX-License-Identifier: GPL-2.0-only */
/* What is fuzzed in a campaign, and one turn of it. */
#ifndef VITRO_CAMPAIGN_SLICE_H
#define VITRO_CAMPAIGN_SLICE_H

#include "build.h"
#include "campaign_rule.h"
#include "engine.h"

struct campaign;

enum {
	CAMPAIGN_LINES = 64,   /* events that are kept for the screen */
	CAMPAIGN_FAILURES = 2, /* slices in a row that fail: the program is out */
	CAMPAIGN_REPEATS = 5,  /* crashes that bring nothing new: the slice is over */
	CAMPAIGN_HANG = 30000, /* ms without an input run: the program hangs */
};

/**
 * struct program - a harness in a flavour
 * @loading:	seconds that reading the corpus took last time
 * @rate:	executions a second, the last that was measured
 * @features:	most that anybody knew of its corpus
 * @found:	features that the campaign has added
 * @last_new:	the campaign's clock when it last did, negative: never
 * @failures:	slices in a row that failed, and why: @trouble; NULL when all is well
 */
struct program {
	char *harness, *binary;
	struct build build;
	struct campaign_share share;
	double seconds, loading, rate;
	int64_t execs, found;
	unsigned int coverage, features, corpus;
	int crashes;
	double last_new;
	int failures;
	char *trouble;
};

/**
 * struct slice - one program's turn
 * @program:	NULL: there is none
 * @length:	seconds, from when the corpus was read: @loaded
 * @ended:	why it is over, once it is
 * @execs, @found, @seconds: what has been added to the program's of this turn
 * @moved:	when an input was last run; @seen: inputs by then
 */
struct slice {
	struct program *program;
	struct engine engine;
	int64_t began, loaded, moved, noted;
	int64_t execs, found;
	uint64_t seen;
	double clock, length, seconds;
	int crashes;
	const char *ended;
};

void slice_begin(struct campaign *campaign, int slot, struct program *program);
void slice_step(struct campaign *campaign, struct slice *slice, int64_t now);
void slice_stop(struct slice *slice, const char *why);
void slice_finish(struct campaign *campaign, struct slice *slice);

#endif
