/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is on a disk: a base, and over it the pages that were changed. Of the base nothing is copied but those. Used by the
 * host half and by the tool.
 */
#ifndef VITRO_IMAGE_IMAGE_H
#define VITRO_IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { IMAGE_PAGE = 4096, IMAGE_SECTOR = 512 };

/* Largest image, in bytes. */
#define IMAGE_MAX ((uint64_t)1 << 30)

struct image_checksums;

/**
 * struct image - an image that can be changed, and changed back
 * @size:	of the disk, in bytes; where there are no pages, it is zero and stays so
 * @pages:	how many the base has
 * @base:	they, NULL for one of zeros
 * @page:	the same, or a copy where it was changed
 * @changed:	numbers of those pages, @changes of them, in the order of their first change
 * @spare:	copies that are not in use, @spares of them
 * @settled:	pages of the base that were copies; NULL for others
 * @checksums:	of the base: image_checksum.h; NULL before anybody asked
 */
struct image {
	uint64_t size;
	uint32_t pages;
	const uint8_t **base, **page;
	uint32_t *changed, changes;
	uint8_t **spare;
	uint32_t spares;
	uint8_t **settled;
	struct image_checksums *checksums;
};

/* Zeros, @size bytes, IMAGE_MAX at most. */
void image_zeros(struct image *image, uint64_t size);

/* A base of @data, which has to stay. */
void image_of(struct image *image, const uint8_t *data, size_t size);

/* What it is now is the base from now on. */
void image_settle(struct image *image);

/* The base again. */
void image_reset(struct image *image);

void image_free(struct image *image);

/* Page @number, also past the end. */
const uint8_t *image_page(const struct image *image, uint64_t number);

static inline bool image_page_changed(const struct image *image, uint32_t number)
{
	return image->page[number] != image->base[number];
}

/* Whether any of these bytes are not as in the base. */
bool image_differs(const struct image *image, uint64_t offset, uint64_t size);

/* Past the pages zeros are read, and what is written goes nowhere. */
void image_read(const struct image *image, uint64_t offset, void *to, size_t size);
void image_write(struct image *image, uint64_t offset, const void *from, size_t size);

/* What the base has there, whatever was changed. */
void image_read_base(const struct image *image, uint64_t offset, void *to, size_t size);

#endif
