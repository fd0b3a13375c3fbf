/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Of the line between the halves (vitro/host.h) the part that only harnesses of filesystems need: an input becomes an image, whose
 * pages are read where they are. The same rules hold.
 */
#ifndef VITRO_IMAGE_H
#define VITRO_IMAGE_H

#if defined(__KERNEL__) == defined(VITRO_HOST)
#error "vitro/image.h: the kernel half has __KERNEL__, the host half defines VITRO_HOST, never both"
#endif

/**
 * host_image_insert() - what an input has on its disk, until the next
 * @data, @size:	the input; has to stay
 * @tail:	what is behind the image
 *
 * Return: how many bytes; whole sectors. 0: none, or of a base that is not in this program.
 */
unsigned long host_image_insert(const unsigned char *data, unsigned long size,
				const unsigned char **tail, unsigned long *tail_size);

/* Page @number of 4096 bytes, of which what is on the disk can be read; not to be written to. */
const void *host_image_page(unsigned long number);

/* The filesystem reads its own records at @offset: there the mutator changes them. */
void host_image_metadata(unsigned long offset, unsigned long size);

/* What refers to this gets shim/host/image_mutate.c, the engine's mutator for images, linked. */
extern const char host_image_mutator[];

#endif
