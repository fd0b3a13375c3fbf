/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The bytes of an input that is a base and changes to it. All numbers are little-endian.
 *
 *	"vitroimg" | version, flags, 0, 0 | u32 sectors | u64 base | changes | tail
 *
 * sectors: of the disk, 512 bytes each; 0: as many as the base has. base: the number of a seed (XXH64 of its image), or 0: zeros.
 * Changes are records of 16 bytes, carried out in turn, until one of kind 0. What does not lie within the image is not changed.
 *
 *	u8 kind | u8 width | u16 count | u32 offset | u64 value
 */
#ifndef VITRO_IMAGE_FORM_H
#define VITRO_IMAGE_FORM_H

#include "image.h"

#define IMAGE_MAGIC "vitroimg"

enum { IMAGE_VERSION = 1, IMAGE_HEADER = 24, IMAGE_CHANGE = 16 };

/* In flags: checksums are left as they come out. */
enum { IMAGE_AS_IT_IS = 1 };

enum image_kind {
	IMAGE_END,
	IMAGE_SET,   /* the first @width bytes of @value, 1, 2, 4 or 8, to @offset */
	IMAGE_ADD,   /* to the number of @width bytes at @offset */
	IMAGE_COPY,  /* 2 to the power of @width bytes, 64 KiB at most, from @value to @offset */
	IMAGE_SWAP,  /* those with one another */
	IMAGE_BYTES, /* the @count bytes that follow the record, to @offset */
	IMAGE_FILL,  /* @value bytes, IMAGE_FILL_MAX at most, from @offset on become @width */
};

enum { IMAGE_FILL_MAX = 1 << 20 };

struct image_change {
	uint8_t kind, width;
	uint16_t count;
	uint32_t offset;
	uint64_t value;
	const uint8_t *bytes; /* of IMAGE_BYTES */
};

struct image_form {
	uint8_t flags;
	uint32_t sectors;
	uint64_t base;
	const uint8_t *changes; /* records, without the one that ends them */
	size_t changes_size;
	const uint8_t *tail;
	size_t tail_size;
};

/* Return: false when @data is not of this form, or of another version. @form points into @data. */
bool image_form_parse(const uint8_t *data, size_t size, struct image_form *form);

/* The next change from @offset of @form->changes on, which goes behind it. Return: false when there is none. */
bool image_change_next(const struct image_form *form, size_t *offset, struct image_change *change);

/* Write what image_form_parse() reads. @to has room for IMAGE_HEADER, or IMAGE_CHANGE and @change->count. Return: how many bytes. */
size_t image_form_header(uint8_t *to, const struct image_form *form);
size_t image_form_change(uint8_t *to, const struct image_change *change);

/* Carry all changes out. */
void image_form_apply(struct image *image, const struct image_form *form);

#endif
