// SPDX-License-Identifier: GPL-2.0-only
/* An image as changes to another: where bytes differ, those; and whether checksums are to be left alone is tried out. */
#include <stdlib.h>
#include <string.h>

#include "../shim/host/image_checksum.h"
#include "images.h"

/* Of equal bytes in between so many are not worth a record of their own. */
enum { GAP = IMAGE_CHANGE, LONGEST = UINT16_MAX, ALIKE = 24 };

struct packing {
	const struct image *image;
	struct image *base;
	uint8_t *bytes;
	size_t size, room;
};

static uint8_t byte_of(const struct image *image, uint64_t offset)
{
	return image_page(image, offset / IMAGE_PAGE)[offset % IMAGE_PAGE];
}

static bool differs(const struct packing *packing, uint64_t offset)
{
	return byte_of(packing->image, offset) != byte_of(packing->base, offset);
}

static uint8_t *more(struct packing *packing, size_t size)
{
	if (packing->size + size > packing->room) {
		packing->room = 2 * packing->room + size;
		packing->bytes = realloc(packing->bytes, packing->room);
		if (!packing->bytes)
			abort();
	}
	return packing->bytes + packing->size;
}

static void write_change(struct packing *packing, const struct image_change *change)
{
	uint8_t *to = more(packing, IMAGE_CHANGE + (size_t)change->count);

	packing->size += image_form_change(to, change);
}

/* How many bytes from @offset on are the same. */
static uint64_t alike(const struct packing *packing, uint64_t offset, uint64_t end)
{
	uint64_t at = offset;

	while (at < end && at - offset < IMAGE_FILL_MAX &&
	       byte_of(packing->image, at) == byte_of(packing->image, offset))
		at++;
	return at - offset;
}

/* Up to where it pays to fill instead. */
static uint64_t stretch(const struct packing *packing, uint64_t offset, uint64_t end)
{
	uint64_t at = offset, same;

	while (at < end && at - offset < LONGEST) {
		same = alike(packing, at, end);
		if (same >= ALIKE)
			break;
		at += same;
	}
	return at - offset < LONGEST ? at - offset : LONGEST;
}

static void write_bytes(struct packing *packing, uint64_t offset, uint64_t size)
{
	static const uint8_t widths[] = { [1] = 1, [2] = 2, [4] = 4, [8] = 8 };
	struct image_change change = { .kind = IMAGE_SET, .offset = (uint32_t)offset };
	uint8_t bytes[LONGEST];

	image_read(packing->image, offset, bytes, size);
	if (size < sizeof(widths) && widths[size]) {
		change.width = (uint8_t)size;
		memcpy(&change.value, bytes, size);
	} else {
		change.kind = IMAGE_BYTES;
		change.count = (uint16_t)size;
		change.bytes = bytes;
	}
	write_change(packing, &change);
}

static void write_run(struct packing *packing, uint64_t offset, uint64_t end)
{
	while (offset < end) {
		uint64_t same = alike(packing, offset, end), size;
		struct image_change fill = { .kind = IMAGE_FILL,
					     .width = byte_of(packing->image, offset),
					     .offset = (uint32_t)offset,
					     .value = same };

		if (same >= ALIKE) {
			write_change(packing, &fill);
			offset += same;
			continue;
		}
		size = stretch(packing, offset, end);
		write_bytes(packing, offset, size);
		offset += size;
	}
}

/* Past what differs, until enough is equal. */
static uint64_t run_end(const struct packing *packing, uint64_t offset, uint64_t size)
{
	uint64_t last = offset;

	for (; offset < size && offset - last <= GAP; offset++)
		if (differs(packing, offset))
			last = offset;
	return last + 1;
}

static bool same_page(const struct packing *packing, uint64_t number)
{
	return !memcmp(image_page(packing->image, number), image_page(packing->base, number),
		       IMAGE_PAGE);
}

static void write_changes(struct packing *packing)
{
	uint64_t size = packing->image->size, offset = 0, end;

	while (offset < size) {
		if (offset % IMAGE_PAGE == 0 && same_page(packing, offset / IMAGE_PAGE)) {
			offset += IMAGE_PAGE;
		} else if (!differs(packing, offset)) {
			offset++;
		} else {
			end = run_end(packing, offset, size);
			write_run(packing, offset, end);
			offset = end;
		}
	}
}

static bool is_same(const struct packing *packing)
{
	for (uint64_t number = 0; number * IMAGE_PAGE < packing->image->size; number++)
		if (!same_page(packing, number))
			return false;
	return true;
}

/* Would repairs change what the image has? */
static bool are_checksums_right(struct packing *packing)
{
	struct image_form form;
	bool right;

	image_form_parse(packing->bytes, packing->size, &form);
	image_form_apply(packing->base, &form);
	image_checksums_repair(packing->base);
	right = is_same(packing);
	image_reset(packing->base);
	return right;
}

uint8_t *images_pack(const struct image *image, struct images_base *base, size_t *size)
{
	struct image_form form = { .base = base ? base->number : 0 };
	struct packing packing = { .image = image };
	struct image nothing;

	image_zeros(&nothing, image->size);
	packing.base = base ? &base->image : &nothing;
	if (!base || image->size != base->image.size)
		form.sectors = (uint32_t)(image->size / IMAGE_SECTOR);
	packing.size = image_form_header(more(&packing, IMAGE_HEADER), &form);
	write_changes(&packing);
	if (base && !are_checksums_right(&packing)) {
		form.flags = IMAGE_AS_IT_IS;
		image_form_header(packing.bytes, &form);
	}
	image_free(&nothing);
	*size = packing.size;
	return packing.bytes;
}
