// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report is read from its head, the first line that says what happened, to its end. What the shim says counts before
 * a sanitizer's report, that before what a kernel's log has; a sanitizer's last line is what is left of a report that
 * was cut off.
 */
#include "crash.h"

#include <stdlib.h>
#include <string.h>

#include "crash_parts.h"
#include "crash_source.h"
#include "files.h"
#include "text.h"

enum { LOG_LINES = 128 };

/* The last lines of many. */
struct tail {
	struct span line[LOG_LINES];
	unsigned int count;
};

static const struct crash_head heads[] = {
	{ "ERROR: AddressSanitizer: ", CRASH_ASAN, crash_begin_memory, crash_detail_memory },
	{ "ERROR: HWAddressSanitizer: ", CRASH_ASAN, crash_begin_memory, crash_detail_memory },
	{ "ERROR: LeakSanitizer: ", CRASH_LSAN, crash_begin_memory, crash_detail_memory },
	{ "WARNING: MemorySanitizer: ", CRASH_MSAN, crash_begin_memory, crash_detail_memory },
	{ "ERROR: MemorySanitizer: ", CRASH_MSAN, crash_begin_memory, crash_detail_memory },
	{ "WARNING: ThreadSanitizer: ", CRASH_TSAN, crash_begin_thread, crash_detail_thread },
	{ "ERROR: ThreadSanitizer: ", CRASH_TSAN, crash_begin_memory, crash_detail_memory },
	{ ": runtime error: ", CRASH_UBSAN, crash_begin_undefined, crash_detail_memory },
	{ "ERROR: UndefinedBehaviorSanitizer: ", CRASH_UBSAN, crash_begin_memory,
	  crash_detail_memory },
	{ "ERROR: libFuzzer: ", CRASH_LIBFUZZER, crash_begin_engine, crash_detail_engine },
	{ "Sanitizer: CHECK failed: ", CRASH_ASAN, crash_begin_check, crash_detail_engine },
	{ "AddressSanitizer: nested bug in the same thread", CRASH_ASAN, crash_begin_check,
	  crash_detail_engine },
};

/* Where a head is, and what follows in the text. */
struct place {
	struct crash_line line;
	struct span rest;
	const char *next;
	const struct crash_head *head;
};

/* What is looked for in one pass over the text. */
struct places {
	struct place shim, sanitizer, kernel, summary;
	struct tail log;    /* of the shim */
	struct tail before; /* what a kernel printed before its report */
};

static const struct crash_head *head_of(struct span line, struct span *rest)
{
	if (!span_find(line, "Sanitizer: ") && !span_find(line, "libFuzzer: ") &&
	    !span_find(line, "runtime error: "))
		return NULL;
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		*rest = line;
		if (span_skip_past(rest, heads[i].mark))
			return &heads[i];
	}
	return NULL;
}

static void note(struct place *place, const struct crash_line *line, const char *next)
{
	if (!place->next)
		*place = (struct place){ .line = *line, .next = next, .rest = line->text };
}

static void tail_add(struct tail *tail, struct span line)
{
	tail->line[tail->count++ % LOG_LINES] = line;
}

static unsigned int tail_start(const struct tail *tail)
{
	return tail->count > LOG_LINES ? tail->count - LOG_LINES : 0;
}

static void look_at(struct places *places, const struct crash_line *line, const char *next)
{
	struct span rest = line->text;

	if (line->log) {
		tail_add(&places->log, line->text);
		return;
	}
	if (span_starts(line->text, "vitro: finding: ") &&
	    line->text.length > strlen("vitro: finding: "))
		note(&places->shim, line, next);
	if (!places->sanitizer.next && (places->sanitizer.head = head_of(line->text, &rest))) {
		note(&places->sanitizer, line, next);
		places->sanitizer.head = head_of(line->text, &places->sanitizer.rest);
	}
	if (!places->kernel.next && crash_kernel_is_head(line->text))
		note(&places->kernel, line, next);
	if (!places->kernel.next)
		tail_add(&places->before, line->text);
	if (span_starts(line->text, "SUMMARY: ") && span_find(line->text, "Sanitizer: "))
		note(&places->summary, line, next);
}

static bool ends_program_report(const struct crash_line *line)
{
	static const char *const marks[] = { "SUMMARY: ", "MS: ", "vitro: kernel log",
					     "Live Heap Allocations" };
	struct span rest;

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (span_starts(line->text, marks[i]))
			return true;
	return head_of(line->text, &rest);
}

static void read_program(struct report *report, const char *at,
			 void (*detail)(struct report *, struct span))
{
	struct crash_line line;

	while (*at) {
		at = crash_line_read(at, &line);
		if (line.log)
			continue;
		if (ends_program_report(&line))
			return;
		if (!crash_stacks_line(report, &line))
			detail(report, line.text);
	}
}

static void read_log_stacks(struct report *report, const struct tail *log)
{
	for (unsigned int i = tail_start(log); i < log->count; i++) {
		const struct crash_line line = { .text = log->line[i % LOG_LINES], .log = true };

		crash_shim_log(report, &line);
	}
}

/* Lines of several CPUs and tasks stand between one another; those that say who printed them can be told apart. */
static void read_kernel(struct report *report, const struct place *place)
{
	struct crash_line line;
	const char *at = place->next;

	while (*at) {
		at = crash_line_read(at, &line);
		if (place->line.caller && line.caller && line.caller != place->line.caller)
			continue;
		if (crash_kernel_ends(report, line.text))
			return;
		if (crash_kernel_is_head(line.text)) {
			if (report->crash->stack_count && !report->pending)
				return;
			crash_kernel_begin(report, line.text);
			continue;
		}
		if (!crash_stacks_line(report, &line))
			crash_kernel_detail(report, line.text);
	}
}

static char *join_log(const struct tail *log)
{
	struct strings lines = { 0 };
	char *text;

	for (unsigned int i = tail_start(log); i < log->count; i++) {
		char *line = crash_copy(log->line[i % LOG_LINES], 512);

		strings_add(&lines, line);
		free(line);
	}
	text = strings_join(&lines, "\n");
	strings_clear(&lines);
	return text;
}

static bool read_found(struct report *report, const struct places *places)
{
	const struct place *sanitizer = &places->sanitizer;

	if (places->shim.next && crash_shim_begin(report, places->shim.line.text)) {
		read_program(report, places->shim.next, crash_shim_detail);
		read_log_stacks(report, &places->log);
	} else if (sanitizer->next) {
		report->crash->tool = sanitizer->head->tool;
		report->heading = sanitizer->line.text;
		sanitizer->head->begin(report, sanitizer->rest);
		read_program(report, sanitizer->next, sanitizer->head->detail);
	} else if (places->kernel.next) {
		crash_kernel_begin(report, places->kernel.line.text);
		read_kernel(report, &places->kernel);
	} else if (places->summary.next) {
		crash_summary_begin(report, places->summary.line.text);
	} else {
		return false;
	}
	return true;
}

int crash_parse(const char *text, struct crash *crash)
{
	struct places places = { 0 };
	struct report report = { .crash = crash, .role = CRASH_AT, .number = -1 };
	struct crash_line line;
	bool found;

	*crash = (struct crash){ .class = CRASH_UNKNOWN };
	crash->what = text_format("%s", "");
	crash->kernel_tool = text_format("%s", "");
	report.heading.at = report.address.at = text;
	for (const char *at = text; *at;) {
		at = crash_line_read(at, &line);
		look_at(&places, &line, at);
	}
	found = read_found(&report, &places);
	crash->log = join_log(crash->tool == CRASH_KERNEL ? &places.before : &places.log);
	if (found)
		crash_choose_frame(&report);
	crash_make_title(&report);
	crash_make_keys(&report);
	return found ? 0 : -1;
}

static void free_stack(struct crash_stack *stack)
{
	for (int i = 0; i < stack->count; i++) {
		free(stack->frames[i].function);
		free(stack->frames[i].file);
	}
	free(stack->frames);
	free(stack->heading);
}

void crash_free(struct crash *crash)
{
	for (int i = 0; i < crash->stack_count; i++)
		free_stack(&crash->stacks[i]);
	for (int i = 0; i < crash->key_count; i++)
		free(crash->keys[i].text);
	free(crash->stacks);
	free(crash->kernel_tool);
	free(crash->what);
	free(crash->log);
	*crash = (struct crash){ .class = CRASH_UNKNOWN };
}

const struct crash_stack *crash_stack(const struct crash *crash, enum crash_role role)
{
	for (int i = 0; i < crash->stack_count; i++)
		if (crash->stacks[i].role == role)
			return &crash->stacks[i];
	return NULL;
}
