// SPDX-License-Identifier: GPL-2.0-only
/*
 * How inputs of filesystems are changed. An image that is a seed becomes a base; what is then made are changes to it, most of them to
 * fields where the filesystem has read its records, and to what is behind the image: operations. Everything follows from
 * the engine's seed.
 */
#include <stdlib.h>
#include <string.h>

#include "image_form.h"
#include "image_set.h"
#include "mutate.h"
#include "vitro/image.h"

const char host_image_mutator[] = "images";

enum { CHANGES = 256, TAIL = 512 };

/* An input that is being changed. What IMAGE_BYTES refers to are the bytes of the input that it was. */
struct draft {
	struct image_form form;
	struct image_base *base;
	struct image_change change[CHANGES];
	unsigned int changes;
	uint8_t tail[TAIL];
	size_t tail_size;
};

static uint64_t state;

static uint32_t below(uint32_t limit)
{
	state = state * 6364136223846793005UL + 1442695040888963407UL;
	return limit ? (uint32_t)(state >> 33) % limit : 0;
}

/* ---- Bytes to a draft, and back ---- */

static void take_tail(struct draft *draft, const uint8_t *tail, size_t size)
{
	draft->tail_size = size < TAIL ? size : TAIL;
	memcpy(draft->tail, tail, draft->tail_size);
}

static void take_changes(struct draft *draft)
{
	size_t offset = 0;

	while (draft->changes < CHANGES &&
	       image_change_next(&draft->form, &offset, &draft->change[draft->changes]))
		draft->changes++;
}

/* Return: false when the input is neither based on a seed nor one. */
static bool open_draft(struct draft *draft, const uint8_t *data, size_t size)
{
	draft->changes = 0;
	if (image_form_parse(data, size, &draft->form) && draft->form.base) {
		draft->base = image_base_find(draft->form.base);
		take_tail(draft, draft->form.tail, draft->form.tail_size);
		take_changes(draft);
		return draft->base;
	}
	draft->base = image_base_of(data, size);
	if (!draft->base)
		return false;
	draft->form = (struct image_form){ .base = draft->base->number };
	take_tail(draft, draft->base->tail, draft->base->tail_size);
	return true;
}

static size_t size_of(const struct image_change *change)
{
	return IMAGE_CHANGE + (change->kind == IMAGE_BYTES ? change->count : 0);
}

/* @to is not what the draft was made of. Changes that have no room are left out. */
static size_t close_draft(const struct draft *draft, uint8_t *to, size_t max)
{
	static const struct image_change end = { .kind = IMAGE_END };
	size_t size = 0, tail = draft->tail_size;

	if (max < IMAGE_HEADER + IMAGE_CHANGE)
		return 0;
	size += image_form_header(to, &draft->form);
	for (unsigned int i = 0; i < draft->changes; i++)
		if (size + size_of(&draft->change[i]) + IMAGE_CHANGE <= max)
			size += image_form_change(to + size, &draft->change[i]);
	size += image_form_change(to + size, &end);
	tail = tail < max - size ? tail : max - size;
	memcpy(to + size, draft->tail, tail);
	return size + tail;
}

/* ---- Where ---- */

/* A sector that records were read from, each of them alike. */
static uint64_t some_sector(const struct image_base *base)
{
	int left = (int)below(base->sectors), bits;
	uint64_t sector = 0;

	if (!base->sectors)
		return below((uint32_t)(base->image.size / IMAGE_SECTOR));
	for (; left >= (bits = __builtin_popcount(base->metadata[sector / 8])); sector += 8)
		left -= bits;
	while (!(base->metadata[sector / 8] >> sector % 8 & 1) || left--)
		sector++;
	return sector;
}

/* Where there is something, most of the time: records end in zeros. */
static uint32_t some_place(const struct image_base *base, uint32_t width)
{
	uint64_t start = some_sector(base) * IMAGE_SECTOR;
	uint32_t within = below(IMAGE_SECTOR), left = below(4) ? IMAGE_SECTOR : 0;
	uint8_t bytes[IMAGE_SECTOR];

	image_read_base(&base->image, start, bytes, sizeof(bytes));
	for (; left && !bytes[within]; left--)
		within = (within + 1) % IMAGE_SECTOR;
	if (below(8))
		within -= within % width;
	return (uint32_t)start + within;
}

/* ---- What ---- */

/* At the ends of ranges, in either byte order. */
static uint64_t some_value(uint32_t width)
{
	static const uint64_t ends[] = {
		0,          1,          2,    0x7f,   0x80,       0x7fff,     0x8000,
		0x7fffffff, 0x80000000, 0xff, 0xffff, 0xffffffff, UINT64_MAX, 0x7fffffffffffffff,
		0x1000,     0x400
	};
	uint64_t value = ends[below(sizeof(ends) / sizeof(*ends))];

	if (!below(3))
		value = (uint64_t)1 << below(8 * width);
	value += below(4) ? 0 : below(16) - (uint64_t)8;
	return below(4) ? value : __builtin_bswap64(value) >> (64 - 8 * width);
}

/* From its value on. Its width may be anything: it may be from elsewhere. */
static void set(struct image_change *change)
{
	uint64_t old = change->value;
	uint32_t way = below(4);

	if (!change->width || change->width > sizeof(old))
		change->width = sizeof(old);
	change->kind = IMAGE_SET;
	change->value = some_value(change->width);
	if (way == 1)
		change->value = old ^ (uint64_t)1 << below(8 * change->width);
	if (way == 2)
		change->value = old + below(64) - (uint64_t)32;
	if (way == 3)
		LLVMFuzzerMutate((uint8_t *)&change->value, change->width, change->width);
}

/* Whole sectors and blocks, or a field from elsewhere. */
static void move(struct draft *draft, struct image_change *change)
{
	static const uint8_t powers[] = { 1, 2, 3, 4, 5, 6, 9, 10, 11, 12 };
	uint32_t size;

	change->width = powers[below(sizeof(powers))];
	size = (uint32_t)1 << change->width;
	change->kind = below(3) ? IMAGE_COPY : IMAGE_SWAP;
	change->offset -= change->offset % size;
	change->value = some_place(draft->base, size);
	change->value -= change->value % size;
}

static void add_change(struct draft *draft)
{
	uint32_t at = draft->changes < CHANGES ? draft->changes++ : below(CHANGES);
	struct image_change *change = &draft->change[at];

	*change = (struct image_change){ .width = (uint8_t)(1 << below(4)) };
	change->offset = some_place(draft->base, change->width);
	image_read_base(&draft->base->image, change->offset, &change->value, change->width);
	if (below(5))
		set(change);
	else
		move(draft, change);
}

static void alter_change(struct draft *draft)
{
	struct image_change *change = &draft->change[below(draft->changes)];

	if (!draft->changes || change->kind == IMAGE_BYTES)
		return;
	if (below(4) && change->kind == IMAGE_SET)
		set(change);
	else if (below(2))
		change->offset += change->width * (below(9) - 4);
	else
		change->offset = some_place(draft->base, 1 << below(4));
}

static void remove_change(struct draft *draft)
{
	uint32_t at = below(draft->changes);

	if (!draft->changes)
		return;
	draft->changes--;
	memmove(&draft->change[at], &draft->change[at + 1],
		(draft->changes - at) * sizeof(draft->change[0]));
}

static void change_tail(struct draft *draft)
{
	draft->tail_size = LLVMFuzzerMutate(draft->tail, draft->tail_size, TAIL);
}

/* A disk that is shorter, or longer, than the filesystem on it. */
static void change_disk(struct draft *draft)
{
	uint32_t sectors = (uint32_t)(draft->base->image.size / IMAGE_SECTOR);

	if (below(4))
		draft->form.sectors =
			draft->form.sectors ? 0 : sectors - sectors / 4 + below(sectors / 2);
	else
		draft->form.flags ^= IMAGE_AS_IT_IS;
}

static void change_draft(struct draft *draft)
{
	uint32_t way = below(64);

	if (way < 30)
		add_change(draft);
	else if (way < 42)
		alter_change(draft);
	else if (way < 47)
		remove_change(draft);
	else if (way < 63)
		change_tail(draft);
	else
		change_disk(draft);
}

/* ---- What the engine calls ---- */

/* @to may be what the draft was made of. */
static size_t write_draft(const struct draft *draft, uint8_t *to, size_t max)
{
	static uint8_t *made;
	static size_t room;
	size_t size;

	if (room < max) {
		free(made);
		made = malloc(room = max);
		if (!made)
			abort();
	}
	size = close_draft(draft, made, max);
	memcpy(to, made, size);
	return size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	static struct draft draft;

	state = seed;
	if (!open_draft(&draft, data, size))
		return LLVMFuzzerMutate(data, size, max_size);
	for (uint32_t left = 1 + (below(2) ? 0 : below(4)); left; left--)
		change_draft(&draft);
	return write_draft(&draft, data, max_size);
}

/* What the other changes, too, as far as both are based on the same; else its tail. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
				 size_t size2, uint8_t *out, size_t max_out_size, unsigned int seed)
{
	static struct draft draft, other;

	state = seed;
	if (!open_draft(&draft, data1, size1) || !open_draft(&other, data2, size2))
		return 0;
	if (draft.base == other.base && other.changes && below(4)) {
		uint32_t from = below(other.changes), left = 1 + below(other.changes - from);

		while (left-- && draft.changes < CHANGES)
			draft.change[draft.changes++] = other.change[from++];
	} else {
		take_tail(&draft, other.tail, other.tail_size);
	}
	return write_draft(&draft, out, max_out_size);
}
