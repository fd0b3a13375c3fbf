// SPDX-License-Identifier: GPL-2.0-only
/* Functions of a stack as keys have them. */
#include "crash_key.h"

#include <stdlib.h>

#include "crash_parts.h"

void key_take(struct key_names *names, const struct crash_stack *stack, int most, bool outermost)
{
	names->count = 0;
	for (int i = 0; stack && i < stack->count && names->count < most; i++) {
		const struct crash_frame *frame = &stack->frames[i];
		char *name = names->name[names->count];

		if (frame->machinery || frame->base || (outermost && frame->inlined))
			continue;
		crash_key_name(name, KEY_NAME, frame->function);
		if (!names->count || strcmp(name, names->name[names->count - 1]))
			names->count++;
	}
}

/* The same with repetitions. */
static void take_all(struct key_names *names, const struct crash_stack *stack)
{
	names->count = 0;
	for (int i = 0; stack && i < stack->count && names->count < KEY_NAMES; i++)
		if (!stack->frames[i].machinery && !stack->frames[i].base)
			crash_key_name(names->name[names->count++], KEY_NAME,
				       stack->frames[i].function);
}

void key_join(const struct key_names *names, char text[KEY_JOINED])
{
	text[0] = '\0';
	for (int i = 0; i < names->count; i++) {
		crash_append(text, KEY_JOINED, i ? " < " : "");
		crash_append(text, KEY_JOINED, names->name[i]);
	}
}

void key_first(char *name, const struct crash *crash, enum crash_role role)
{
	const struct crash_frame *frame = crash_first(crash_stack(crash, role));

	name[0] = '\0';
	if (frame && !frame->base)
		crash_key_name(name, KEY_NAME, frame->function);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Of what calls itself, all that take part: the stack may end in any of them. What is there once has led to it. */
int key_cycle(const struct crash_stack *stack, char *text, size_t size)
{
	struct key_names names;
	int most = 0;

	take_all(&names, stack);
	qsort(names.name, (size_t)names.count, KEY_NAME, by_text);
	for (int i = 0, same; i < names.count; i += same) {
		for (same = 1;
		     i + same < names.count && !strcmp(names.name[i], names.name[i + same]);)
			same++;
		most = same > most ? same : most;
		if (same == 1 && names.count > 1)
			continue;
		crash_append(text, size, " ");
		crash_append(text, size, names.name[i]);
	}
	return most;
}
