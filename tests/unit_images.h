/* SPDX-License-Identifier: GPL-2.0-only */
/* For the tests of images as inputs: what tools/images.c puts into a program, seeds of each kind. */
#ifndef UNIT_IMAGES_H
#define UNIT_IMAGES_H

#include "image_form.h"
#include "image_set.h"
#include "image_sum.h"
#include "unit.h"
#include "vitro/image.h"

/* Their numbers; BASED and HUGE_SEED are no bases, and nothing has UNKNOWN. */
enum { PLAIN = 0x11, WHOLE, SUMMED, RECORDED, SHORT, BASED, HUGE_SEED, UNKNOWN };

enum {
	PLAIN_IMAGE = 4 * IMAGE_PAGE + IMAGE_SECTOR,
	WHOLE_SECTORS = 64,
	SUPER = 1024,
	SUM = SUPER + 4, /* of SUMMED, as EROFS has it */
};

static uint8_t plain[PLAIN_IMAGE + 5], whole[IMAGE_HEADER + 3 * IMAGE_CHANGE + 4 + 7],
	summed[2 * IMAGE_PAGE], recorded[32 * IMAGE_PAGE], shorter[10], based[IMAGE_HEADER],
	huge[IMAGE_HEADER];

const struct image_seed vitro_image_seeds[] = {
	{ plain, plain + sizeof(plain), PLAIN },
	{ whole, whole + sizeof(whole), WHOLE },
	{ based, based + sizeof(based), BASED },
	{ huge, huge + sizeof(huge), HUGE_SEED },
	{ summed, summed + sizeof(summed), SUMMED },
	{ recorded, recorded + sizeof(recorded), RECORDED },
	{ shorter, shorter + sizeof(shorter), SHORT },
	{ 0 },
};

static inline size_t write_form(uint8_t *to, const struct image_form *form,
				const struct image_change *changes, size_t count)
{
	static const struct image_change end = { .kind = IMAGE_END };
	size_t size = image_form_header(to, form);

	for (size_t i = 0; i < count; i++)
		size += image_form_change(to + size, &changes[i]);
	size += image_form_change(to + size, &end);
	if (form->tail_size)
		memcpy(to + size, form->tail, form->tail_size);
	return size + form->tail_size;
}

static inline uint32_t right_sum(const uint8_t *page)
{
	uint8_t bytes[IMAGE_PAGE - SUPER];

	memcpy(bytes, page + SUPER, sizeof(bytes));
	memset(bytes + SUM - SUPER, 0, 4);
	return image_sum(IMAGE_CRC32C, UINT32_MAX, bytes, sizeof(bytes));
}

static inline void make_summed(void)
{
	uint32_t sum;

	memcpy(summed + SUPER, "\xe2\xe1\xf5\xe0\0\0\0\0\1\0\0\0\14", 13);
	memset(summed + 2048, 's', 100);
	sum = right_sum(summed);
	memcpy(summed + SUM, &sum, sizeof(sum));
}

static inline int make_seeds(void **state)
{
	static const struct image_change changes[] = {
		{ .kind = IMAGE_BYTES,
		  .count = 4,
		  .offset = 510,
		  .bytes = (const uint8_t *)"both" },
		{ .kind = IMAGE_FILL, .width = 'f', .offset = 5000, .value = 300 },
	};
	struct image_form form = { .sectors = WHOLE_SECTORS,
				   .tail = (const uint8_t *)"options",
				   .tail_size = 7 };

	(void)state;
	for (size_t i = 0; i < PLAIN_IMAGE; i++)
		plain[i] = (uint8_t)(i % 251);
	memcpy(plain + PLAIN_IMAGE, "tail!", 5);
	write_form(whole, &form, changes, COUNT(changes));
	make_summed();
	memset(shorter, 's', sizeof(shorter));
	image_form_header(based, &(struct image_form){ .base = PLAIN });
	image_form_header(huge, &(struct image_form){ .sectors = UINT32_MAX });
	return 0;
}

/* What is behind the input that was put in last. */
static const unsigned char *tail;
static unsigned long tail_size;

static inline unsigned long insert(const void *data, size_t size)
{
	return host_image_insert(data, size, &tail, &tail_size);
}

#endif
