/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A campaign: many harnesses, in several flavours, in one run. Time is given in slices, to those that still find features
 * (campaign_rule.h). Where it stands is in history.db, so that after a kill the rest is done.
 */
#ifndef VITRO_CAMPAIGN_H
#define VITRO_CAMPAIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

/**
 * struct campaign_options - what is wanted; zeros are the defaults
 * @all:	all harnesses but those that their targets mark "by-name"
 * @harnesses:	names, NULL-terminated, may be NULL; and so @targets, all of whose harnesses are meant
 * @flavours:	likewise; when there are none, address, and for concurrent harnesses thread as well
 * @seconds:	of fuzzing, which building does not count for; 0: until interrupted
 * @jobs:	processes at a time, 0: one per core
 * @fresh:	begin anew even if a campaign that asked for the same was not ended; without, the rest of that one is done
 * @resume:	do the rest of the last campaign that was not ended, whatever it asked for
 * @flags:	more libFuzzer flags, NULL-terminated, may be NULL
 * @report:	page that is rewritten while it runs, NULL for .vitro/report.html
 * @tui:	full screen, when there is a terminal
 * @json:	the summary as JSON on standard output
 * @quiet:	no summary
 */
struct campaign_options {
	bool all;
	char *const *harnesses, *const *targets, *const *flavours;
	const char *tree;
	int llvm, seconds, jobs;
	bool fresh, resume;
	char *const *flags;
	const char *report;
	bool tui, json, quiet;
};

/**
 * struct campaign_result - what came of it
 * @number:	of the campaign, in history.db
 * @seconds:	of fuzzing done, in earlier parts of a resumed campaign, too
 * @executed:	inputs run, likewise
 * @programs:	a harness in a flavour is one
 * @troubled:	those that did not build, hung, or stopped before they could fuzz; each was said in a line
 * @bugs:	ids of all that was met
 * @fresh_bugs:	those of them that findings.db did not have before
 * @interrupted: by a signal or a key: there is a rest to be done
 */
struct campaign_result {
	int64_t number;
	double seconds;
	int64_t executed;
	int programs, troubled;
	struct strings bugs, fresh_bugs;
	bool interrupted;
};

/*
 * Return: 0 or an exit code after one error line; findings are no error. campaign_result_free() in both cases.
 */
int campaign_run(const struct campaign_options *options, struct campaign_result *result);
void campaign_result_free(struct campaign_result *result);

#endif
