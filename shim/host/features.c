// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many inputs one after the other, and what each of them did, in numbers: libFuzzer's own features (for each edge how often,
 * in eight steps; how deep the stack became), numbered as there, and of a schedule who went on for whom and where.
 * None of it is done while an engine fuzzes.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mutate.h"
#include "runner.h"
#include "runner_block.h"
#include "sanitizer.h"
#include "vitro/host.h"

extern unsigned char __start___sancov_cntrs[] WEAK;
extern unsigned char __stop___sancov_cntrs[] WEAK;
extern __thread unsigned long __sancov_lowest_stack;

/* Of a stack that is deeper than this, the lowest place was on a task's. */
enum { DEEPEST = 8 << 20 };

enum { SWITCHES = 1 << VITRO_SWITCH_BITS, WORD = 8 * sizeof(unsigned long) };
enum { FIRST_SWITCH = 1 << 30, MOST_BESIDE_EDGES = SWITCHES + 1 };

static uint32_t *out;
static unsigned long stack;

static unsigned int step_of(unsigned char count)
{
	static const unsigned char from[] = { 2, 3, 4, 8, 16, 32, 128 };
	unsigned int step = 0;

	while (step < sizeof(from) && count >= from[step])
		step++;
	return step;
}

/* As dense for small numbers, then eight for each power of two. */
static unsigned long depth_step(unsigned long depth)
{
	unsigned int log = 63 - (unsigned int)__builtin_clzl(depth | 1);

	if (log < 3)
		return depth;
	log -= 3;
	return (log + 1) * 8 + ((depth >> log) & 7);
}

static size_t edges(void)
{
	return (size_t)(__stop___sancov_cntrs - __start___sancov_cntrs);
}

static void add_edges(void)
{
	unsigned char *counters = __start___sancov_cntrs;
	unsigned long eight;

	for (size_t i = 0; i < edges(); i++) {
		while (i + sizeof(eight) <= edges()) {
			memcpy(&eight, counters + i, sizeof(eight));
			if (eight)
				break;
			i += sizeof(eight);
		}
		if (i < edges() && counters[i])
			*out++ = (uint32_t)(i * 8 + step_of(counters[i]));
	}
}

static void add_depth(void)
{
	unsigned long depth = stack - __sancov_lowest_stack;

	if (depth && depth < DEEPEST)
		*out++ = (uint32_t)(edges() * 8 + depth_step(depth / 8));
}

static void add_switches(void)
{
	for (uint32_t i = 0; i < SWITCHES / WORD; i++)
		for (unsigned long left = vitro_switch_map[i]; left; left &= left - 1)
			*out++ = FIRST_SWITCH + i * WORD + (uint32_t)__builtin_ctzl(left);
}

/* From a variable in a function that the same one calls as calls the harness: what libFuzzer does. */
void features_begin(void)
{
	int variable;

	__sancov_lowest_stack = stack = (unsigned long)&variable;
	__asm__ volatile("" ::"r"(&variable));
}

/* What the harness does not want in a corpus did nothing. */
static void run(struct runner_block *block, uint32_t index, const uint8_t *input)
{
	memset(__start___sancov_cntrs, 0, edges());
	if (vitro_switch_map)
		memset(vitro_switch_map, 0, SWITCHES / 8);
	if (!runner_input(input, block->sizes[index])) {
		add_edges();
		add_depth();
		if (vitro_switch_map)
			add_switches();
	}
	block->ends[index] = (uint32_t)(out - block->feature);
	__atomic_store_n(&block->done, index + 1, __ATOMIC_RELEASE);
}

static void prepare(void)
{
	if (!mutate_begin || vitro_switch_map) /* the first: it has no schedule */
		return;
	vitro_switch_map = calloc(SWITCHES / 8, 1);
	if (!vitro_switch_map)
		_exit(1);
}

void features_run(struct runner_block *block)
{
	const uint8_t *input = block->input;

	prepare();
	out = block->feature;
	for (uint32_t i = 0; i < block->count; i++) {
		if (block->feature + RUNNER_FEATURES - out < (long)edges() + MOST_BESIDE_EDGES)
			break;
		run(block, i, input);
		input += block->sizes[i];
	}
}
