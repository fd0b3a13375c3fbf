/* SPDX-License-Identifier: GPL-2.0-only */
/* The images that a program has in it: the seeds of its harness (tools/images.c puts them there), as bases of inputs. */
#ifndef VITRO_IMAGE_SET_H
#define VITRO_IMAGE_SET_H

#include "image.h"
#include "sanitizer.h"

/**
 * struct image_seed - one seed, as tools/images.c writes them
 * @base:	its number: XXH64 of its image
 */
struct image_seed {
	const uint8_t *data, *end;
	uint64_t base;
};

/* Its end has no data. Not there when the harness has no images as inputs. */
extern const struct image_seed vitro_image_seeds[] WEAK;

/**
 * struct image_base - a seed that inputs may be based on
 * @metadata:	a bit for each sector that a filesystem has read its records from
 * @tail:	what is behind the image
 */
struct image_base {
	uint64_t number;
	const uint8_t *data, *tail;
	size_t size, tail_size;
	struct image image;
	uint8_t *metadata;
	uint32_t sectors; /* with such a bit */
};

/* Return: NULL when there is none of that number, or it is no base: one that is based on another. */
struct image_base *image_base_find(uint64_t number);

/* The one that has these bytes. Return: NULL when none has. */
struct image_base *image_base_of(const uint8_t *data, size_t size);

#endif
