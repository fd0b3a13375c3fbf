// SPDX-License-Identifier: GPL-2.0-only
/* libFuzzer's own verdicts. */
#include "crash_parts.h"
#include "crash_source.h"

static const struct crash_word words[] = {
	{ "timeout", "timeout", CRASH_HANG },
	{ "out-of-memory", "out-of-memory", CRASH_OUT_OF_MEMORY },
	{ "fuzz target exited", "fuzz target exited", CRASH_EXIT },
	{ "deadly signal", "deadly signal", CRASH_WILD },
	{ "fuzz target overwrites its const input", "fuzz target overwrites its const input",
	  CRASH_RULE },
	{ "slow-unit", "slow unit", CRASH_HANG },
	{ 0 },
};

void crash_begin_engine(struct report *report, struct span rest)
{
	struct span what = rest;

	span_cut(&what, " (");
	span_cut(&what, " after ");
	crash_set_what(report, what);
	report->crash->class = CRASH_UNKNOWN;
	if (crash_take_word(report, words, rest))
		return;
	crash_put_without_numbers(report->word, sizeof(report->word), what);
}

/* "Live Heap Allocations" lists everything else that was allocated. */
void crash_detail_engine(struct report *report, struct span line)
{
	if (span_starts(line, "Live Heap Allocations"))
		crash_stacks_role(report, CRASH_OTHER, line);
}

void crash_begin_check(struct report *report, struct span rest)
{
	crash_set_what(report, rest);
	crash_set_word(report, "CHECK failed", CRASH_TOOL);
	crash_set_text(report, rest);
}
