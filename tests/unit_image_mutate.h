/* SPDX-License-Identifier: GPL-2.0-only */
/* For the tests of the mutator of images: an engine that is predictable, inputs, and what all that is made of them has to be. */
#ifndef UNIT_IMAGE_MUTATE_H
#define UNIT_IMAGE_MUTATE_H

#include "mutate.h"
#include "unit_images.h"

enum { MAX = 8192 };

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size)
{
	assert_true(max_size && size <= max_size);
	if (size < max_size)
		data[size++] = 'm';
	data[size / 2] ^= 1;
	return size;
}

/* What parent() has. */
static const struct image_change markers[] = {
	{ .kind = IMAGE_SET, .width = 4, .offset = 600, .value = 0x01020304 },
	{ .kind = IMAGE_BYTES, .count = 3, .offset = 700, .bytes = (const uint8_t *)"xyz" },
	{ .kind = IMAGE_SWAP, .width = 9, .offset = 512, .value = 1024 },
};

static inline size_t parent(uint8_t *to, uint64_t base)
{
	struct image_form form = { .base = base, .tail = (const uint8_t *)"own", .tail_size = 3 };

	return write_form(to, &form, markers, COUNT(markers));
}

/* Into @to; @data stays. */
static inline size_t child(uint8_t *to, const uint8_t *data, size_t size, unsigned int seed)
{
	memcpy(to, data, size);
	return LLVMFuzzerCustomMutator(to, size, MAX, seed);
}

static inline size_t cross(uint8_t *to, const uint8_t *data1, size_t size1, const uint8_t *data2,
			   size_t size2, unsigned int seed)
{
	return LLVMFuzzerCustomCrossOver(data1, size1, data2, size2, to, MAX, seed);
}

static inline bool is_width(unsigned int width)
{
	return width == 1 || width == 2 || width == 4 || width == 8;
}

/* Of @base, and all of it is as it is read: whole records, and one that ends them. Return: how many changes. */
static inline unsigned int well_formed(const uint8_t *data, size_t size, uint64_t base)
{
	struct image_change change;
	struct image_form form;
	unsigned int count = 0;

	assert_true(image_form_parse(data, size, &form));
	assert_int_equal(form.base, base);
	for (size_t offset = 0; image_change_next(&form, &offset, &change); count++) {
		assert_in_range(change.kind, IMAGE_SET, IMAGE_FILL);
		assert_true(change.kind != IMAGE_SET || is_width(change.width));
		assert_true(change.kind == IMAGE_BYTES || !change.count);
	}
	assert_int_equal(IMAGE_HEADER + form.changes_size + IMAGE_CHANGE + form.tail_size, size);
	assert_int_equal(form.changes[form.changes_size], IMAGE_END);
	return count;
}

#endif
