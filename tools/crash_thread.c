// SPDX-License-Identifier: GPL-2.0-only
/* ThreadSanitizer. */
#include <stdlib.h>

#include "crash_parts.h"
#include "crash_source.h"

static const struct crash_word words[] = {
	{ "data race on vptr", "data-race", CRASH_RACE },
	{ "data race", "data-race", CRASH_RACE },
	{ "race on external object", "data-race", CRASH_RACE },
	{ "heap-use-after-free", "slab-use-after-free", CRASH_USE_AFTER_FREE },
	{ "lock-order-inversion", "possible circular locking dependency", CRASH_DEADLOCK },
	{ "signal-unsafe call", "signal-unsafe call", CRASH_RULE },
	{ "signal handler spoils errno", "signal handler spoils errno", CRASH_RULE },
	{ "thread leak", "thread leak", CRASH_LEAK },
	{ "destroy of a locked mutex", "held lock freed", CRASH_RULE },
	{ "double lock of a mutex", "possible recursive locking", CRASH_DEADLOCK },
	{ "use of an invalid mutex", "lock not initialised", CRASH_RULE },
	{ "unlock of an unlocked mutex", "bad unlock balance", CRASH_RULE },
	{ "read lock of a write locked mutex", "possible recursive locking", CRASH_DEADLOCK },
	{ "read unlock of a write locked mutex", "bad unlock balance", CRASH_RULE },
	{ "mutex held in the wrong context", "lock held when returning", CRASH_RULE },
	{ "SEGV", "wild-memory-access", CRASH_WILD },
	{ 0 },
};

void crash_begin_thread(struct report *report, struct span rest)
{
	span_cut(&rest, " (pid=");
	crash_set_what(report, rest);
	report->crash->class = CRASH_UNKNOWN;
	if (crash_take_word(report, words, rest))
		return;
	crash_put(report->word, sizeof(report->word), crash_span(report->crash->what));
}

/* "  Write of size 4 at 0x... by thread T8:", "  Previous atomic read of size ..." */
static void note_access(struct report *report, struct span line)
{
	struct crash *crash = report->crash;
	bool previous = span_starts(line, "  Previous ");
	bool freed = previous && crash->class == CRASH_USE_AFTER_FREE;
	struct span size = line;

	if (!span_starts(line, "  ") || !span_skip_past(&size, " of size ") ||
	    span_find(line, "Location is "))
		return;
	crash_stacks_role(report, freed ? CRASH_FREED : previous ? CRASH_AT_OTHER : CRASH_AT, line);
	if (previous && (crash->access == CRASH_WRITE || freed))
		return;
	if (!previous)
		crash->size = strtoul(size.at, NULL, 10);
	crash->access = span_find(line, "rite of size") ? CRASH_WRITE : CRASH_READ;
}

static const struct crash_says roles[] = {
	{ "Location is heap block", CRASH_ALLOCATED },
	{ "acquired here while holding mutex", CRASH_AT },
	{ "previously acquired by the same thread here", CRASH_OTHER },
	{ "As if synchronized via sleep", CRASH_OTHER },
	{ "[failed to restore the stack]", CRASH_OTHER },
	{ " created ", CRASH_TASK },
	{ NULL, CRASH_OTHER },
};

void crash_detail_thread(struct report *report, struct span line)
{
	struct span name;
	bool at = crash_stack(report->crash, CRASH_AT);

	note_access(report, line);
	crash_take_role(report, roles, line);
	if (report->role == CRASH_AT && at)
		report->role = CRASH_AT_OTHER;
	if (span_find(line, "Mutex M") && span_find(line, " created at"))
		report->role = CRASH_OTHER;
	if (!report->variable[0] && crash_between(line, "Location is global '", "'", &name))
		crash_put(report->variable, sizeof(report->variable), name);
}
