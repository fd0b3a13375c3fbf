// SPDX-License-Identifier: GPL-2.0-only
/*
 * DER: whole elements go, or what is around others, or a part of what one has, and all lengths around become less. The lengths keep
 * their form, which may be what it is about, where the shortest one will not do.
 */
#include <string.h>

#include "der.h"
#include "minimize.h"

/* What to do besides a cut: the lengths keep their size; the element that is cut becomes shorter, not only those around it. */
enum { KEEP_SIZE = 1, INSIDE = 2 };

static size_t make_cut(const struct candidates *candidates, size_t index, uint8_t *to)
{
	const struct minimizer *minimizer = candidates->minimizer;
	const struct edit *edit = &candidates->edits[index];
	const struct der *der = minimizer->der;
	size_t size = minimize_cut(minimizer, edit->at, edit->length, to);
	int number = (int)edit->other;

	return der_lessen(der, edit->value & INSIDE ? number : der->list[number].around, to, size,
			  edit->length, !(edit->value & KEEP_SIZE));
}

static void cut(struct edits *edits, size_t from, size_t to, uint8_t how, int number)
{
	edits_add(edits, (struct edit){ from, to - from, how, (size_t)number });
	edits_add(edits, (struct edit){ from, to - from, how | KEEP_SIZE, (size_t)number });
}

/* Whole elements. Large ones are around others, and come before these. */
static void add_element(struct edits *edits, const struct der_element *element, int number)
{
	cut(edits, element->at, element->end, 0, number);
}

/* What is around the content. */
static void add_header(struct edits *edits, const struct der_element *element, int number)
{
	cut(edits, element->at, element->content, 0, number);
}

/* Of the content the end, or the beginning: all, by halves, a byte; or nothing, but lengths have the shortest form. */
static void add_content(struct edits *edits, const struct der_element *element, int number)
{
	for (size_t part = element->end - element->content; part; part /= 2) {
		cut(edits, element->end - part, element->end, INSIDE, number);
		cut(edits, element->content, element->content + part, INSIDE, number);
	}
	if (der_count_size(element->claimed) < element->count_size)
		edits_add(edits, (struct edit){ element->end, 0, INSIDE, (size_t)number });
}

/* One after the other: what has changed in one of them changes no number before it. */
static bool cut_each(struct minimizer *minimizer,
		     void (*add)(struct edits *edits, const struct der_element *element,
				 int number))
{
	bool changed = false, found = true;

	for (int from = 0; found; changed |= found) {
		struct edits edits = { 0 };
		struct edit made = { 0 };
		struct der der;

		der_parse(&der, minimizer->data, minimizer->size);
		for (int i = from; i < der.count; i++)
			add(&edits, &der.list[i], i);
		minimizer->der = &der;
		found = edits_try(minimizer, &edits, &made, make_cut);
		from = (int)made.other;
		der_free(&der);
	}
	return changed;
}

bool minimize_der(struct minimizer *minimizer)
{
	bool changed = cut_each(minimizer, add_element);

	changed |= cut_each(minimizer, add_header);
	return cut_each(minimizer, add_content) || changed;
}
