/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VITRO_CRASH_KEY_H
#define VITRO_CRASH_KEY_H

#include "crash.h"

enum { KEY_NAME = 140, KEY_NAMES = 24, KEY_JOINED = 450 };

struct key_names {
	char name[KEY_NAMES][KEY_NAME];
	int count;
};

/* Up to @most of the subsystem's functions, innermost first; one that calls itself counts once. */
void key_take(struct key_names *names, const struct crash_stack *stack, int most, bool outermost);

/* Each with who called it, as far as that is known. */
void key_join(const struct key_names *names, char text[KEY_JOINED]);

/* The first of the stack of that role; "" when there is none. */
void key_first(char *name, const struct crash *crash, enum crash_role role);

/* Functions that are there more than once, sorted. Return: how often the most frequent is. */
int key_cycle(const struct crash_stack *stack, char *text, size_t size);

#endif
