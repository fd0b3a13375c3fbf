// SPDX-License-Identifier: GPL-2.0-only
/* EROFS: the superblock, with what follows it in its block. */
#include "image_checksum.h"

enum { SUPER = 1024, SUM = SUPER + 4, FEATURES = SUPER + 8, BLOCK_SHIFT = SUPER + 12 };

void image_learn_erofs(struct image *image)
{
	uint32_t shift = image_u8(image, BLOCK_SHIFT);
	uint64_t size = (uint64_t)1 << (shift & 31);
	struct image_checksum sum = { .seed = UINT32_MAX, .width = 4, .offset = SUM };

	if (image_le32(image, SUPER) != 0xe0f5e1e2 || !(image_le32(image, FEATURES) & 1) ||
	    shift < 9 || shift > 16)
		return;
	if (size > SUPER)
		size -= SUPER;
	image_checksum_over_but(&sum, SUPER, SUPER + size, SUM, 4);
	image_checksum_propose(image, &sum);
}
