/* SPDX-License-Identifier: GPL-2.0-only */
/* An input of a concurrent harness taken apart, for the mutator. */
#ifndef VITRO_MUTATE_INPUT_H
#define VITRO_MUTATE_INPUT_H

#include <stddef.h>
#include <stdint.h>

enum { OPERATION = 4, TRAILER = 2, TURNS_MAX = 255 };

struct turn {
	uint8_t delay, choice;
};

/*
 * struct input - one input
 * @size:	of the operations in bytes, as their @room a multiple of four
 */
struct input {
	uint8_t *operations;
	size_t size, room;
	struct turn turns[TURNS_MAX];
	size_t count;
	uint8_t depth;
};

/* Its operations are those of all inputs, when it has any. */
extern struct input input_fixed;

/* @max: how large the whole may become. */
void input_split(struct input *input, const uint8_t *data, size_t size, size_t max);
size_t input_join(struct input *input, uint8_t *data, size_t max);

/* One change of one part, by what input_below() draws. */
void input_change_operations(struct input *input);
void input_change_schedule(struct input *input);

/* The beginning of one, the rest of the other. */
void input_cross_operations(struct input *input, const struct input *other);
void input_cross_turns(struct input *input, const struct input *other);

void input_seed(unsigned int seed);

/* A number below @limit, which is at least 1. */
unsigned int input_below(unsigned int limit);

static inline size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

#endif
