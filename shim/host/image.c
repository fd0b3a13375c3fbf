// SPDX-License-Identifier: GPL-2.0-only
#include "image.h"

#include <stdlib.h>
#include <string.h>

#include "image_checksum.h"

static const uint8_t zeros[IMAGE_PAGE];

static void *allocate(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size);

	if (!memory)
		abort();
	return memory;
}

void image_zeros(struct image *image, uint64_t size)
{
	uint32_t pages = (uint32_t)((size + IMAGE_PAGE - 1) / IMAGE_PAGE);

	*image = (struct image){
		.size = size,
		.pages = pages,
		.base = allocate(pages, sizeof(*image->base)),
		.page = allocate(pages, sizeof(*image->page)),
		.changed = allocate(pages, sizeof(*image->changed)),
		.spare = allocate(pages, sizeof(*image->spare)),
		.settled = allocate(pages, sizeof(*image->settled)),
	};
}

void image_of(struct image *image, const uint8_t *data, size_t size)
{
	uint32_t whole = (uint32_t)(size / IMAGE_PAGE);

	image_zeros(image, size);
	for (uint32_t i = 0; i < whole; i++)
		image->base[i] = image->page[i] = data + (size_t)i * IMAGE_PAGE;
	image_write(image, (uint64_t)whole * IMAGE_PAGE, data + (size_t)whole * IMAGE_PAGE,
		    size % IMAGE_PAGE);
	image_settle(image);
}

void image_settle(struct image *image)
{
	while (image->changes) {
		uint32_t number = image->changed[--image->changes];

		free(image->settled[number]);
		image->settled[number] = (uint8_t *)image->page[number];
		image->base[number] = image->page[number];
	}
}

void image_reset(struct image *image)
{
	while (image->changes) {
		uint32_t number = image->changed[--image->changes];

		image->spare[image->spares++] = (uint8_t *)image->page[number];
		image->page[number] = image->base[number];
	}
}

void image_free(struct image *image)
{
	image_reset(image);
	while (image->spares)
		free(image->spare[--image->spares]);
	for (uint32_t i = 0; i < image->pages; i++)
		free(image->settled[i]);
	image_checksums_free(image->checksums);
	free(image->base);
	free(image->page);
	free(image->changed);
	free(image->spare);
	free(image->settled);
	*image = (struct image){ 0 };
}

const uint8_t *image_page(const struct image *image, uint64_t number)
{
	return number < image->pages && image->page[number] ? image->page[number] : zeros;
}

static const uint8_t *base_page(const struct image *image, uint64_t number)
{
	return image->base[number] ? image->base[number] : zeros;
}

static uint8_t *changed_page(struct image *image, uint32_t number)
{
	uint8_t *copy;

	if (image_page_changed(image, number))
		return (uint8_t *)image->page[number];
	copy = image->spares ? image->spare[--image->spares] : allocate(1, IMAGE_PAGE);
	memcpy(copy, image_page(image, number), IMAGE_PAGE);
	image->page[number] = copy;
	image->changed[image->changes++] = number;
	return copy;
}

static size_t rest_of_page(uint64_t offset, size_t size)
{
	size_t rest = IMAGE_PAGE - offset % IMAGE_PAGE;

	return size < rest ? size : rest;
}

bool image_differs(const struct image *image, uint64_t offset, uint64_t size)
{
	for (size_t count; size; size -= count, offset += count) {
		uint64_t number = offset / IMAGE_PAGE, within = offset % IMAGE_PAGE;

		count = rest_of_page(offset, size);
		if (number >= image->pages)
			return false;
		if (image_page_changed(image, (uint32_t)number) &&
		    memcmp(image->page[number] + within, base_page(image, number) + within, count))
			return true;
	}
	return false;
}

void image_read(const struct image *image, uint64_t offset, void *to, size_t size)
{
	for (size_t count; size; size -= count, offset += count, to = (uint8_t *)to + count) {
		count = rest_of_page(offset, size);
		memcpy(to, image_page(image, offset / IMAGE_PAGE) + offset % IMAGE_PAGE, count);
	}
}

void image_read_base(const struct image *image, uint64_t offset, void *to, size_t size)
{
	struct image base = *image;

	base.page = base.base;
	image_read(&base, offset, to, size);
}

void image_write(struct image *image, uint64_t offset, const void *from, size_t size)
{
	for (size_t count; size;
	     size -= count, offset += count, from = (const uint8_t *)from + count) {
		count = rest_of_page(offset, size);
		if (offset / IMAGE_PAGE >= image->pages)
			return;
		memcpy(changed_page(image, (uint32_t)(offset / IMAGE_PAGE)) + offset % IMAGE_PAGE,
		       from, count);
	}
}
