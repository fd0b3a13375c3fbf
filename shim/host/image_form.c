// SPDX-License-Identifier: GPL-2.0-only
#include "image_form.h"

#include <string.h>

/* The one byte order that this is built for is the one of the form. */
static uint64_t number(const uint8_t *from, size_t size)
{
	uint64_t value = 0;

	memcpy(&value, from, size);
	return value;
}

bool image_change_next(const struct image_form *form, size_t *offset, struct image_change *change)
{
	const uint8_t *at = form->changes + *offset;
	size_t left = form->changes_size - *offset;

	if (left < IMAGE_CHANGE || at[0] == IMAGE_END)
		return false;
	*change = (struct image_change){
		.kind = at[0],
		.width = at[1],
		.count = (uint16_t)number(at + 2, 2),
		.offset = (uint32_t)number(at + 4, 4),
		.value = number(at + 8, 8),
		.bytes = at + IMAGE_CHANGE,
	};
	left -= IMAGE_CHANGE;
	if (change->kind != IMAGE_BYTES)
		change->count = 0;
	if (change->count > left)
		change->count = (uint16_t)left;
	*offset += IMAGE_CHANGE + change->count;
	return true;
}

bool image_form_parse(const uint8_t *data, size_t size, struct image_form *form)
{
	static const size_t magic = sizeof(IMAGE_MAGIC) - 1;
	struct image_change change;
	size_t end = 0;

	if (size < IMAGE_HEADER || memcmp(data, IMAGE_MAGIC, magic) || data[8] != IMAGE_VERSION)
		return false;
	*form = (struct image_form){
		.flags = data[9],
		.sectors = (uint32_t)number(data + 12, 4),
		.base = number(data + 16, 8),
		.changes = data + IMAGE_HEADER,
		.changes_size = size - IMAGE_HEADER,
	};
	while (image_change_next(form, &end, &change))
		;
	form->tail_size = form->changes_size - end;
	form->changes_size = end;
	end += form->tail_size < IMAGE_CHANGE ? form->tail_size : IMAGE_CHANGE;
	form->tail = form->changes + end;
	form->tail_size -= end - form->changes_size;
	return true;
}

size_t image_form_header(uint8_t *to, const struct image_form *form)
{
	memset(to, 0, IMAGE_HEADER);
	memcpy(to, IMAGE_MAGIC, sizeof(IMAGE_MAGIC) - 1);
	to[8] = IMAGE_VERSION;
	to[9] = form->flags;
	memcpy(to + 12, &form->sectors, sizeof(form->sectors));
	memcpy(to + 16, &form->base, sizeof(form->base));
	return IMAGE_HEADER;
}

size_t image_form_change(uint8_t *to, const struct image_change *change)
{
	size_t count = change->kind == IMAGE_BYTES ? change->count : 0;

	to[0] = change->kind;
	to[1] = change->width;
	memcpy(to + 2, &change->count, sizeof(change->count));
	memcpy(to + 4, &change->offset, sizeof(change->offset));
	memcpy(to + 8, &change->value, sizeof(change->value));
	if (count)
		memcpy(to + IMAGE_CHANGE, change->bytes, count);
	return IMAGE_CHANGE + count;
}

/* ---- Carrying out ---- */

static bool is_within(const struct image *image, uint64_t offset, uint64_t size)
{
	uint64_t end = (uint64_t)image->pages * IMAGE_PAGE;

	return offset <= end && size <= end - offset;
}

static size_t width_of(const struct image_change *change)
{
	return change->width <= sizeof(change->value) ? change->width : sizeof(change->value);
}

static void add(struct image *image, const struct image_change *change)
{
	uint64_t value = 0;

	image_read(image, change->offset, &value, width_of(change));
	value += change->value;
	image_write(image, change->offset, &value, width_of(change));
}

static void copy(struct image *image, const struct image_change *change)
{
	enum { POWER = 16 };
	static uint8_t from[1 << POWER], to[1 << POWER];
	size_t size = (size_t)1 << (change->width < POWER ? change->width : POWER);

	if (!is_within(image, change->value, size) || !is_within(image, change->offset, size))
		return;
	image_read(image, change->value, from, size);
	image_read(image, change->offset, to, size);
	image_write(image, change->offset, from, size);
	if (change->kind == IMAGE_SWAP)
		image_write(image, change->value, to, size);
}

static void fill(struct image *image, const struct image_change *change)
{
	uint8_t piece[IMAGE_PAGE];
	uint64_t left = change->value, offset = change->offset;

	if (!is_within(image, offset, left) || left > IMAGE_FILL_MAX)
		return;
	memset(piece, change->width, sizeof(piece));
	for (size_t count; left; left -= count, offset += count) {
		count = left < sizeof(piece) ? (size_t)left : sizeof(piece);
		image_write(image, offset, piece, count);
	}
}

static void apply(struct image *image, const struct image_change *change)
{
	switch (change->kind) {
	case IMAGE_SET:
		if (is_within(image, change->offset, width_of(change)))
			image_write(image, change->offset, &change->value, width_of(change));
		break;
	case IMAGE_ADD:
		if (is_within(image, change->offset, width_of(change)))
			add(image, change);
		break;
	case IMAGE_COPY:
	case IMAGE_SWAP:
		copy(image, change);
		break;
	case IMAGE_BYTES:
		if (is_within(image, change->offset, change->count))
			image_write(image, change->offset, change->bytes, change->count);
		break;
	case IMAGE_FILL:
		fill(image, change);
		break;
	default:
		break;
	}
}

void image_form_apply(struct image *image, const struct image_form *form)
{
	struct image_change change;
	size_t offset = 0;

	while (image_change_next(form, &offset, &change))
		apply(image, &change);
}
