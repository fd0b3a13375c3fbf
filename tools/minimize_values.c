// SPDX-License-Identifier: GPL-2.0-only
/* The same size, but plainer: zeroes in blocks, then each byte by itself. */
#include <stdlib.h>
#include <string.h>

#include "minimize.h"
#include "text.h"

enum { WAYS_MAX = 5 };

static size_t make_edited(const struct candidates *candidates, size_t index, uint8_t *to)
{
	const struct minimizer *minimizer = candidates->minimizer;
	const struct edit *edit = &candidates->edits[index];

	memcpy(to, minimizer->data, minimizer->size);
	memset(to + edit->at, edit->value, edit->length);
	return minimizer->size;
}

static bool is_zero(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (data[i])
			return false;
	return true;
}

/* Each where something is not 0 yet. */
bool minimize_zero(struct minimizer *minimizer, size_t start, size_t end, size_t length)
{
	struct edits edits = { 0 };
	bool changed = false;
	struct edit made = { 0 };

	do {
		for (size_t at = start; at < end; at += length) {
			size_t part = end - at < length ? end - at : length;

			if (!is_zero(minimizer->data + at, part))
				edits_add(&edits, (struct edit){ at, part, 0 });
		}
		if (!edits_try(minimizer, &edits, &made, make_edited))
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
		edits_add(edits, (struct edit){ at, 1, plain[i] });
	}
	if (at && value != minimizer->data[at - 1])
		edits_add(edits, (struct edit){ at, 1, minimizer->data[at - 1] });
}

/* Of some numbers the shim looks at the lowest bits alone. */
static void add_less(const struct minimizer *minimizer, size_t at, struct edits *edits)
{
	uint8_t value = minimizer->data[at],
		less[WAYS_MAX] = { 0, value % 4, value / 2, (uint8_t)(value - value / 4),
				   (uint8_t)(value - 1) };

	for (size_t i = 0; i < WAYS_MAX; i++)
		if (less[i] < value && !memchr(less, less[i], i))
			edits_add(edits, (struct edit){ at, 1, less[i] });
}

/* A number that has become less may become less again. */
static bool change_bytes(struct minimizer *minimizer, size_t start, size_t end, bool numbers)
{
	struct edits edits = { 0 };
	bool changed = false;
	struct edit made = { 0 };

	for (;;) {
		for (size_t at = start; at < end; at++)
			(numbers ? add_less : add_plain)(minimizer, at, &edits);
		if (!edits_try(minimizer, &edits, &made, make_edited))
			return changed;
		start = numbers ? made.at : made.at + 1;
		changed = true;
	}
}

bool minimize_values(struct minimizer *minimizer, size_t start, size_t end, bool numbers)
{
	bool changed = false;

	for (size_t length = minimize_half(end - start, 1); length > 1; length /= 2)
		changed |= minimize_zero(minimizer, start, end, length);
	return change_bytes(minimizer, start, end, numbers) || changed;
}
