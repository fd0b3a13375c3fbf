// SPDX-License-Identifier: GPL-2.0-only
/* Frames that follow one another are a stack; the line that last said what comes tells whose. */
#include <stdlib.h>

#include "crash_parts.h"
#include "text.h"

enum { FUNCTION = 120, HEADING = 160 };

static struct crash_stack *last_stack(const struct report *report)
{
	const struct crash *crash = report->crash;

	return crash->stack_count ? &crash->stacks[crash->stack_count - 1] : NULL;
}

/* After "RIP: 0010:f+0x1/0x2" come registers, and then what has called f. */
static bool goes_on(struct report *report)
{
	const struct crash_stack *last = last_stack(report);

	if (!report->pending || !last)
		return false;
	report->pending = false;
	return report->role == CRASH_AT && last->count < CRASH_FRAMES;
}

static bool open_stack(struct report *report)
{
	struct crash *crash = report->crash;
	struct crash_stack *stack;

	report->open = true;
	if (goes_on(report))
		return true;
	if (crash->stack_count == CRASH_STACKS)
		return false;
	if (!crash->stacks)
		crash->stacks = memory_resize(NULL, CRASH_STACKS * sizeof(*crash->stacks));
	stack = &crash->stacks[crash->stack_count++];
	*stack = (struct crash_stack){ .role = report->role };
	stack->heading = crash_copy(crash_trim(report->heading), HEADING);
	stack->frames = memory_resize(NULL, CRASH_FRAMES * sizeof(*stack->frames));
	report->role = crash_stack(crash, CRASH_AT) ? CRASH_OTHER : CRASH_AT;
	return true;
}

static int number_at(const char *text)
{
	return (int)(strtoul(text + strspn(text, "-"), NULL, 10) % 10000000);
}

/* "FILE:LINE:COLUMN", "FILE:LINE", "FILE", in parentheses or not. */
static void set_place(struct crash_frame *frame, struct span place)
{
	const char *colon;

	if (place.length && place.at[0] == '(' && place.at[place.length - 1] == ')')
		place.at++, place.length -= 2;
	colon = span_find(place, ":");
	if (colon) {
		struct span numbers = { colon + 1, place.length - (size_t)(colon - place.at) - 1 };
		const char *next = span_find(numbers, ":");

		frame->line = number_at(numbers.at);
		frame->column = next && frame->line ? number_at(next + 1) : 0;
		place.length = (size_t)(colon - place.at);
	}
	frame->file = crash_file_name(place);
}

static void add_frame(struct report *report, const struct crash_frame_line *line)
{
	struct crash_stack *stack = last_stack(report);
	struct crash_frame *frame;

	if (!stack || stack->count == CRASH_FRAMES)
		return;
	frame = &stack->frames[stack->count++];
	*frame = (struct crash_frame){ .inlined = line->inlined };
	frame->function = crash_function_name(line->function);
	set_place(frame, line->place);
	crash_classify(frame, line->kernel);
}

/* Frames of one address: all but the last are inlined into it. */
static void note_address(struct report *report, struct span address)
{
	static const struct span none;
	struct crash_stack *stack = last_stack(report);

	if (stack && stack->count > 1 && address.length &&
	    address.length == report->address.length &&
	    !memcmp(address.at, report->address.at, address.length))
		stack->frames[stack->count - 2].inlined = true;
	report->address = address.length ? address : none;
}

static bool is_between(struct span line)
{
	static const char *const marks[] = { "<TASK>", "</TASK>", "<IRQ>", "</IRQ>",
					     "<NMI>",  "</NMI>",  "<EOI>", "<#" };

	line = crash_trim(line);
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (span_starts(line, marks[i]))
			return true;
	return false;
}

void crash_stacks_role(struct report *report, enum crash_role role, struct span heading)
{
	report->role = role;
	report->heading = heading;
	report->open = false;
	if (role != CRASH_AT)
		report->pending = false;
}

static bool is_register(struct span line)
{
	line = crash_trim(line);
	return span_starts(line, "RIP: ") || span_starts(line, "pc : ") ||
	       span_starts(line, "EIP: ");
}

/* Return: was it a frame? */
bool crash_stacks_line(struct report *report, const struct crash_line *line)
{
	struct crash_frame_line frame;

	if (!crash_frame_read(line, &frame)) {
		if (line->text.length && !is_between(line->text))
			report->open = false;
		return false;
	}
	if (frame.unreliable)
		return true;
	if (frame.number == 0 && report->number >= 0)
		report->open = false;
	report->number = frame.number;
	if (is_register(line->text)) {
		/* The first says where it struck; another belongs to what was interrupted. */
		if (report->crash->stack_count)
			return true;
		report->role = CRASH_AT;
	}
	if (!report->open && !open_stack(report))
		return true;
	add_frame(report, &frame);
	note_address(report, frame.address);
	if (is_register(line->text)) {
		report->pending = true;
		report->role = CRASH_AT;
		report->open = false;
	}
	return true;
}

/* The first of the subsystem, or how it is entered; NULL when the stack has none. */
const struct crash_frame *crash_first(const struct crash_stack *stack)
{
	for (int base = 0; stack && base < 2; base++)
		for (int i = 0; i < stack->count; i++)
			if (!stack->frames[i].machinery && stack->frames[i].base == base)
				return &stack->frames[i];
	return NULL;
}

/* The first of kernel code: what a table of known races calls the function. */
const struct crash_frame *crash_first_inside(const struct crash_stack *stack)
{
	for (int i = 0; stack && i < stack->count; i++)
		if (!stack->frames[i].outside)
			return &stack->frames[i];
	return NULL;
}

static bool is_subject(const struct crash_frame *frame)
{
	return frame && !frame->base;
}

void crash_choose_frame(struct report *report)
{
	static const enum crash_role order[] = { CRASH_AT, CRASH_ALLOCATED, CRASH_AT_OTHER,
						 CRASH_TASK };
	struct crash *crash = report->crash;
	const struct crash_stack *at = crash_stack(crash, CRASH_AT);

	for (size_t i = 0; i < sizeof(order) / sizeof(*order) && !crash->at; i++) {
		const struct crash_frame *first = crash_first(crash_stack(crash, order[i]));

		if (is_subject(first))
			crash->at = first;
	}
	if (!crash->at)
		crash->at = crash_first(at);
	if (!crash->at)
		crash->at = crash_first_inside(at);
}
