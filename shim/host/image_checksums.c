// SPDX-License-Identifier: GPL-2.0-only
/*
 * All checksums of an image. Repairing asks of the pages that were changed which checksums lie on them, and of those whether what
 * they are of was; only then is anything summed up.
 */
#include <stdlib.h>
#include <string.h>

#include "image_checksum.h"

static void *must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

bool image_checksum_propose(struct image *image, const struct image_checksum *checksum)
{
	struct image_checksums *all = image->checksums;

	if (checksum->offset + 4 > (uint64_t)image->pages * IMAGE_PAGE ||
	    !image_checksum_holds(image, checksum))
		return false;
	if (all->count == all->room) {
		all->room = all->room ? 2 * all->room : 64;
		all->list = must(realloc(all->list, all->room * sizeof(*all->list)));
	}
	all->list[all->count++] = *checksum;
	return true;
}

/* ---- From pages to checksums ---- */

/* Each page of the checksum's: counted at @count, or with @to, its number put where that says. */
static void visit(const struct image *image, uint32_t number, uint32_t *count, uint32_t *to)
{
	const struct image_checksum *checksum = &image->checksums->list[number];

	for (int i = 0; i < image_checksum_spans(checksum); i++) {
		struct image_span span = image_checksum_span(image, checksum, i);
		uint64_t end = (span.offset + span.size + IMAGE_PAGE - 1) / IMAGE_PAGE;

		for (uint64_t page = span.offset / IMAGE_PAGE;
		     span.size && page < end && page < image->pages; page++) {
			if (to)
				to[count[page]] = number;
			count[page]++;
		}
	}
}

/* Counts become ends, and these, as numbers are put in from behind, beginnings. */
void image_checksums_index(struct image *image)
{
	struct image_checksums *all = image->checksums;

	free(all->first);
	free(all->on_page);
	free(all->marked);
	all->first = must(calloc(image->pages + 2, sizeof(*all->first)));
	for (size_t i = 0; i < all->count; i++)
		visit(image, (uint32_t)i, all->first + 2, NULL);
	for (uint32_t page = 2; page < image->pages + 2; page++)
		all->first[page] += all->first[page - 1];
	all->on_page = must(calloc(all->first[image->pages + 1] + 1, sizeof(*all->on_page)));
	for (size_t i = 0; i < all->count; i++)
		visit(image, (uint32_t)i, all->first + 1, all->on_page);
	all->marked = must(calloc(all->count / 64 + 1, sizeof(*all->marked)));
}

void image_checksums_learn(struct image *image)
{
	static void (*const learn[])(struct image *) = {
		image_learn_btrfs, image_learn_erofs,  image_learn_exfat, image_learn_ext4,
		image_learn_f2fs,  image_learn_nilfs2, image_learn_udf,   image_learn_xfs,
	};

	image->checksums = must(calloc(1, sizeof(*image->checksums)));
	for (size_t i = 0; i < sizeof(learn) / sizeof(learn[0]); i++)
		learn[i](image);
	image_checksums_index(image);
}

/* ---- Repairing ---- */

static void mark(const struct image_checksums *all, uint32_t page)
{
	for (uint32_t i = all->first[page]; i < all->first[page + 1]; i++)
		all->marked[all->on_page[i] / 64] |= (uint64_t)1 << all->on_page[i] % 64;
}

static size_t next_marked(const struct image_checksums *all, size_t from)
{
	for (; from < all->count; from += 64 - from % 64) {
		uint64_t bits = all->marked[from / 64] >> from % 64;

		if (bits)
			return from + (size_t)__builtin_ctzll(bits);
	}
	return all->count;
}

unsigned int image_checksums_repair(struct image *image)
{
	const struct image_checksums *all = image->checksums;
	unsigned int repaired = 0;
	uint32_t seen = 0;

	memset(all->marked, 0, (all->count / 64 + 1) * sizeof(*all->marked));
	for (size_t i = 0;; i++) {
		while (seen < image->changes)
			mark(all, image->changed[seen++]);
		i = next_marked(all, i);
		if (i >= all->count)
			return repaired;
		if (image_checksum_touched(image, &all->list[i]))
			repaired += image_checksum_repair(image, &all->list[i]);
	}
}

void image_checksums_free(struct image_checksums *checksums)
{
	if (!checksums)
		return;
	free(checksums->list);
	free(checksums->first);
	free(checksums->on_page);
	free(checksums->marked);
	free(checksums);
}
