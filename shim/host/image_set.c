// SPDX-License-Identifier: GPL-2.0-only
#include "image_set.h"

#include <stdlib.h>
#include <string.h>

#include "image_checksum.h"
#include "image_form.h"
#include "vitro/image.h"

static struct image_base *bases;
static size_t count;

static struct image scratch; /* of an input that has no base */
static struct image *current;
static const uint8_t *raw; /* or an input as it is */
static struct image_base *based_on;

/* ---- Bases ---- */

static void open_form(struct image_base *base, const struct image_form *form)
{
	image_zeros(&base->image, (uint64_t)form->sectors * IMAGE_SECTOR);
	image_form_apply(&base->image, form);
	image_settle(&base->image);
	base->tail = form->tail;
	base->tail_size = form->tail_size;
}

static void open_bytes(struct image_base *base)
{
	base->tail_size = base->size % IMAGE_SECTOR;
	base->tail = base->data + base->size - base->tail_size;
	image_of(&base->image, base->data, base->size - base->tail_size);
}

static void open_base(const struct image_seed *seed)
{
	struct image_base *base = &bases[count];
	struct image_form form;

	*base = (struct image_base){ .number = seed->base,
				     .data = seed->data,
				     .size = (size_t)(seed->end - seed->data) };
	if (!image_form_parse(base->data, base->size, &form))
		open_bytes(base);
	else if (!form.base && (uint64_t)form.sectors * IMAGE_SECTOR <= IMAGE_MAX)
		open_form(base, &form);
	else
		return;
	base->metadata = calloc(base->image.size / IMAGE_SECTOR / 8 + 1, 1);
	if (!base->metadata)
		abort();
	count++;
}

/* When they are first asked for. */
static void open_all(void)
{
	size_t seeds = 0;

	if (bases)
		return;
	while (vitro_image_seeds && vitro_image_seeds[seeds].data)
		seeds++;
	bases = calloc(seeds + 1, sizeof(*bases));
	if (!bases)
		abort();
	for (size_t i = 0; i < seeds; i++)
		open_base(&vitro_image_seeds[i]);
}

struct image_base *image_base_find(uint64_t number)
{
	open_all();
	for (size_t i = 0; i < count; i++)
		if (bases[i].number == number)
			return &bases[i];
	return NULL;
}

struct image_base *image_base_of(const uint8_t *data, size_t size)
{
	open_all();
	for (size_t i = 0; i < count; i++)
		if (bases[i].size == size && !memcmp(bases[i].data, data, size))
			return &bases[i];
	return NULL;
}

/* ---- An input ---- */

static uint64_t size_of(const struct image_form *form)
{
	uint64_t size = (uint64_t)form->sectors * IMAGE_SECTOR;

	return size && size <= IMAGE_MAX ? size : current->size;
}

static void insert_based(const struct image_form *form)
{
	current = &based_on->image;
	if (!current->checksums)
		image_checksums_learn(current);
	image_form_apply(current, form);
	if (!(form->flags & IMAGE_AS_IT_IS))
		image_checksums_repair(current);
}

static void insert_whole(const struct image_form *form)
{
	uint64_t size = (uint64_t)form->sectors * IMAGE_SECTOR;

	image_zeros(&scratch, size <= IMAGE_MAX ? size : 0);
	current = &scratch;
	image_form_apply(current, form);
}

/* A base as it is has been put together already. */
static unsigned long insert_form(const struct image_form *form, const uint8_t *data, size_t size)
{
	based_on = form->base ? image_base_find(form->base) : image_base_of(data, size);
	if (form->base && !based_on)
		return 0;
	if (form->base)
		insert_based(form);
	else if (based_on)
		current = &based_on->image;
	else
		insert_whole(form);
	return size_of(form);
}

static void take_out(void)
{
	if (current)
		image_reset(current);
	if (current == &scratch)
		image_free(&scratch);
	current = NULL;
	based_on = NULL;
	raw = NULL;
}

unsigned long host_image_insert(const unsigned char *data, unsigned long size,
				const unsigned char **tail, unsigned long *tail_size)
{
	struct image_form form;

	take_out();
	if (image_form_parse(data, size, &form)) {
		*tail = form.tail;
		*tail_size = form.tail_size;
		return insert_form(&form, data, size);
	}
	*tail_size = size % IMAGE_SECTOR;
	*tail = data + size - *tail_size;
	raw = data;
	based_on = image_base_of(data, size);
	return size - *tail_size;
}

const void *host_image_page(unsigned long number)
{
	return raw ? raw + number * IMAGE_PAGE : image_page(current, number);
}

void host_image_metadata(unsigned long offset, unsigned long size)
{
	for (uint64_t at = offset; based_on && at < offset + size; at += IMAGE_SECTOR) {
		uint64_t sector = at / IMAGE_SECTOR;
		uint8_t bit = (uint8_t)(1 << sector % 8);

		if (sector >= based_on->image.size / IMAGE_SECTOR ||
		    based_on->metadata[sector / 8] & bit)
			continue;
		based_on->metadata[sector / 8] |= bit;
		based_on->sectors++;
	}
}
