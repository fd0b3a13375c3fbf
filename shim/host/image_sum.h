/* SPDX-License-Identifier: GPL-2.0-only */
/* Ways in which filesystems sum bytes up. */
#ifndef VITRO_IMAGE_SUM_H
#define VITRO_IMAGE_SUM_H

#include <stddef.h>
#include <stdint.h>

enum image_algorithm {
	IMAGE_CRC32C,   /* reflected, polynomial 0x82f63b78 */
	IMAGE_CRC32,    /* reflected, 0xedb88320 */
	IMAGE_CRC16,    /* reflected, 0xa001 */
	IMAGE_CRC_ITU,  /* not reflected, 0x1021 */
	IMAGE_SUM8,     /* of bytes */
	IMAGE_ROTATE16, /* each byte is added after a rotation to the right by one */
	IMAGE_ROTATE32,
	IMAGE_ALGORITHMS
};

/* @sum is what the bytes before came to, or what to begin with. */
uint32_t image_sum(enum image_algorithm algorithm, uint32_t sum, const uint8_t *bytes,
		   size_t count);

#endif
