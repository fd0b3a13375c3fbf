// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "dossier.h"
#include "files.h"
#include "text.h"

/* Where this machine keeps programs is of no use to anybody. */
static const char *shown_file(const char *file)
{
	return file[0] == '/' ? strrchr(file, '/') + 1 : file;
}

char *frame_place(const struct crash_frame *frame)
{
	if (!frame || !frame->file || !*frame->file)
		return text_format("%s", "");
	if (!frame->line)
		return text_format("%s", shown_file(frame->file));
	return text_format("%s:%d", shown_file(frame->file), frame->line);
}

const char *crash_role_name(enum crash_role role)
{
	static const char *const names[] = {
		[CRASH_AT] = "stack",
		[CRASH_AT_OTHER] = "other access",
		[CRASH_ALLOCATED] = "allocated",
		[CRASH_FREED] = "freed",
		[CRASH_STORED] = "stored",
		[CRASH_ORIGIN] = "origin",
		[CRASH_TASK] = "task",
		[CRASH_OTHER] = "other",
	};

	return names[role];
}

bool frame_in_tree(const struct crash_frame *frame)
{
	const char *file = frame->file;

	return file && *file && *file != '/' && !strstr(file, "..") && strchr(file, '/');
}

int stack_length(const struct crash_stack *stack)
{
	int length = stack->count;

	while (length && stack->frames[length - 1].machinery)
		length--;
	return length ? length : stack->count;
}

const struct crash_frame *stack_place(const struct crash_stack *stack)
{
	for (int i = 0; i < stack->count; i++)
		if (!stack->frames[i].machinery && frame_in_tree(&stack->frames[i]))
			return &stack->frames[i];
	return NULL;
}

const struct crash_frame *dossier_place(const struct dossier *dossier)
{
	const struct crash *crash = &dossier->crash;
	const struct crash_frame *frame = NULL;

	if (crash->at && frame_in_tree(crash->at))
		return crash->at;
	for (int i = 0; i < crash->stack_count && !frame; i++)
		frame = stack_place(&crash->stacks[i]);
	return frame;
}

char *stack_heading(const struct dossier *dossier, const struct crash_stack *stack)
{
	char *access = dossier_access(dossier);

	if (stack->role == CRASH_AT && *access)
		return access;
	free(access);
	return text_format("%s", stack->heading && *stack->heading ? stack->heading :
								     crash_role_name(stack->role));
}

static void print_stack(const struct dossier *dossier, const struct crash_stack *stack,
			const char *indent, FILE *to)
{
	char *heading = stack_heading(dossier, stack);

	fprintf(to, "\n%s%s\n", indent, heading);
	free(heading);
	for (int i = 0; i < stack_length(stack); i++) {
		char *place = frame_place(&stack->frames[i]);

		fprintf(to, "%s  #%-2d %s %s\n", indent, i, stack->frames[i].function, place);
		free(place);
	}
}

void dossier_stacks(const struct dossier *dossier, const char *indent, FILE *to)
{
	for (int i = 0; i < dossier->crash.stack_count; i++)
		print_stack(dossier, &dossier->crash.stacks[i], indent, to);
}
