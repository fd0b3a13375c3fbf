// SPDX-License-Identifier: GPL-2.0-only
/* The lines between the stacks of a kernel's log. */
#include <stdlib.h>

#include "crash_kernel.h"
#include "crash_source.h"

static const struct crash_says roles[] = {
	{ "Allocated by task", CRASH_ALLOCATED },
	{ "allocated by task", CRASH_ALLOCATED },
	{ "Allocated in ", CRASH_ALLOCATED },
	{ "page last allocated via", CRASH_ALLOCATED },
	{ "Freed by task", CRASH_FREED },
	{ "freed by task", CRASH_FREED },
	{ "Freed in ", CRASH_FREED },
	{ "page last free ", CRASH_FREED },
	{ "otentially related work creation", CRASH_TASK },
	{ "Uninit was stored to memory at", CRASH_STORED },
	{ "Uninit was created at", CRASH_ORIGIN },
	{ "Local variable ", CRASH_ORIGIN },
	{ "-> #0 (", CRASH_AT },
	{ "-> #", CRASH_AT_OTHER },
	{ " state was registered at", CRASH_AT_OTHER },
	{ "stack backtrace:", CRASH_AT },
	{ "Preemption disabled at", CRASH_OTHER },
	{ "NMI backtrace for cpu", CRASH_AT },
	{ "Showing all locks held", CRASH_OTHER },
	{ "  backtrace", CRASH_ALLOCATED },
	{ "-irq-unsafe lock", CRASH_OTHER },
	{ "-irq-safe lock", CRASH_AT_OTHER },
	{ NULL, CRASH_OTHER },
};

/* "Read of size 8 at addr ffff..."; KFENCE has it in the first line. */
static void note_access(struct report *report, struct span line)
{
	struct crash *crash = report->crash;
	bool write = span_starts(line, "Write of size ") || span_starts(line, "Write at addr ");

	if (write || span_starts(line, "Read of size ") || span_starts(line, "Read at addr ")) {
		crash->access = write ? CRASH_WRITE : CRASH_READ;
		if (span_skip_past(&line, " of size "))
			crash->size = strtoul(line.at, NULL, 10);
	} else if (span_starts(line, "#PF: ")) {
		crash->access = span_find(line, "write access") ? CRASH_WRITE :
				span_find(line, "read access")  ? CRASH_READ :
								  crash->access;
	}
}

/* KCSAN: "write to 0xffff... of 8 bytes by task 12 on cpu 0:", "read (marked) to ..." */
static void note_race(struct report *report, struct span line)
{
	struct crash *crash = report->crash;
	bool write = span_starts(line, "write ") || span_starts(line, "read-write ");
	struct span size = line;

	if (!write && !span_starts(line, "read ") && !span_starts(line, "assert no "))
		return;
	if (!span_skip_past(&size, " of ") || !span_find(size, " bytes by "))
		return;
	if (!crash->size)
		crash->size = strtoul(size.at, NULL, 10);
	if (crash->access != CRASH_WRITE)
		crash->access = write ? CRASH_WRITE : CRASH_READ;
	crash_stacks_role(report, crash_stack(crash, CRASH_AT) ? CRASH_AT_OTHER : CRASH_AT, line);
}

/* "The buggy address belongs to the variable:", then " levels+0x10/0x20"; "[32, 48) 'levels'" of a stack. */
static void note_variable(struct report *report, struct span line)
{
	struct span name = line;

	if (report->variable[0])
		return;
	if (span_starts(line, "Local variable ")) {
		span_skip_past(&name, "variable ");
		span_cut(&name, " ");
		crash_put(report->variable, sizeof(report->variable), name);
	} else if (span_starts(line, " [") && crash_between(line, ") '", "'", &name)) {
		crash_put(report->variable, sizeof(report->variable), name);
	}
}

static void note_head_of_task(struct report *report, struct span line)
{
	bool first = !report->crash->stack_count && report->crash->class == CRASH_HANG;

	if (span_starts(line, "task:"))
		crash_stacks_role(report, first ? CRASH_AT : CRASH_TASK, line);
}

static bool is_free(const struct crash *crash)
{
	return crash->class == CRASH_DOUBLE_FREE || crash->class == CRASH_USE_AFTER_FREE;
}

void crash_kernel_detail(struct report *report, struct span line)
{
	struct crash *crash = report->crash;

	note_access(report, line);
	if (crash->class == CRASH_RACE)
		note_race(report, line);
	note_variable(report, line);
	note_head_of_task(report, line);
	if (crash->class == CRASH_DEADLOCK || crash->class == CRASH_RULE)
		crash_kernel_lock(report, line);
	if (!report->text[0] && !strcmp(crash->kernel_tool, "UBSAN"))
		crash_undefined_words(report, line);
	crash_take_role(report, roles, line);
	/* A page's history has been told before. */
	if (span_starts(line, "page last free ") &&
	    (!is_free(crash) || crash_stack(crash, CRASH_FREED)))
		report->role = CRASH_OTHER;
	if (span_starts(line, "page last alloc") && crash_stack(crash, CRASH_ALLOCATED))
		report->role = CRASH_OTHER;
}
