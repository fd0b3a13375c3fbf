// SPDX-License-Identifier: GPL-2.0-only
/* The same size, but plainer: zeroes in blocks, then each byte by itself. */
#include <stdlib.h>
#include <string.h>

#include "minimize.h"
#include "text.h"

enum { WAYS_MAX = 5 };

struct edits {
	struct edit *list;
	size_t count;
};

static void add(struct edits *edits, size_t at, size_t length, uint8_t value)
{
	edits->list = memory_resize(edits->list, sizeof(*edits->list) * (edits->count + 1));
	edits->list[edits->count++] = (struct edit){ at, length, value };
}

static size_t make_edited(const struct candidates *candidates, size_t index, uint8_t *to)
{
	const struct minimizer *minimizer = candidates->minimizer;
	const struct edit *edit = &candidates->edits[index];

	memcpy(to, minimizer->data, minimizer->size);
	memset(to + edit->at, edit->value, edit->length);
	return minimizer->size;
}

/* Return: the edit that was made, or NULL; forgets them. */
static bool try_edits(struct minimizer *minimizer, struct edits *edits, struct edit *made)
{
	struct candidates list = { .count = edits->count,
				   .make = make_edited,
				   .minimizer = minimizer,
				   .edits = edits->list };
	long found = minimize_step(minimizer, &list);

	if (found >= 0)
		*made = edits->list[found];
	free(edits->list);
	*edits = (struct edits){ 0 };
	return found >= 0;
}

static bool is_zero(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (data[i])
			return false;
	return true;
}

/* Blocks of one length, each where something is not 0 yet. */
static bool zero_blocks(struct minimizer *minimizer, size_t start, size_t end, size_t length)
{
	struct edits edits = { 0 };
	bool changed = false;
	struct edit made;

	do {
		for (size_t at = start; at < end; at += length) {
			size_t part = end - at < length ? end - at : length;

			if (!is_zero(minimizer->data + at, part))
				add(&edits, at, part, 0);
		}
		if (!try_edits(minimizer, &edits, &made))
			break;
		start = made.at + made.length;
		changed = true;
	} while (start < end);
	return changed;
}

/* Plainest first; the last is what the byte before has. */
static void add_plain(const struct minimizer *minimizer, size_t at, struct edits *edits)
{
	static const uint8_t plain[] = { 0, ' ', 'A' };
	uint8_t value = minimizer->data[at];

	for (size_t i = 0; i < sizeof(plain); i++) {
		if (value == plain[i])
			return;
		add(edits, at, 1, plain[i]);
	}
	if (at && value != minimizer->data[at - 1])
		add(edits, at, 1, minimizer->data[at - 1]);
}

/* Of some numbers the shim looks at the lowest bits alone. */
static void add_less(const struct minimizer *minimizer, size_t at, struct edits *edits)
{
	uint8_t value = minimizer->data[at],
		less[WAYS_MAX] = { 0, value % 4, value / 2, (uint8_t)(value - value / 4),
				   (uint8_t)(value - 1) };

	for (size_t i = 0; i < WAYS_MAX; i++)
		if (less[i] < value && !memchr(less, less[i], i))
			add(edits, at, 1, less[i]);
}

/* A number that has become less may become less again. */
static bool change_bytes(struct minimizer *minimizer, size_t start, size_t end, bool numbers)
{
	struct edits edits = { 0 };
	bool changed = false;
	struct edit made;

	for (;;) {
		for (size_t at = start; at < end; at++)
			(numbers ? add_less : add_plain)(minimizer, at, &edits);
		if (!try_edits(minimizer, &edits, &made))
			return changed;
		start = numbers ? made.at : made.at + 1;
		changed = true;
	}
}

bool minimize_values(struct minimizer *minimizer, size_t start, size_t end, bool numbers)
{
	bool changed = false;
	size_t length = 1;

	while (length < end - start)
		length *= 2;
	for (; length > 1; length /= 2)
		changed |= zero_blocks(minimizer, start, end, length);
	return change_bytes(minimizer, start, end, numbers) || changed;
}
