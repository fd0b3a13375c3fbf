/* SPDX-License-Identifier: GPL-2.0-only */
/* Inputs of filesystems' harnesses as images, and their seeds as bases of these (docs/filesystems.md). */
#ifndef VITRO_IMAGES_H
#define VITRO_IMAGES_H

#include <stddef.h>
#include <stdint.h>

#include "../shim/host/image_form.h"

/* The number of a base: XXH64 of what is its image, without what is behind it. */
uint64_t images_number(const void *data, size_t size);

/* Is @harness one of a filesystem? */
bool images_are_inputs_of(const char *harness);

/* Assembler source of the seeds of @harness, for shim/host/image_set.h. Malloc-ed. */
char *images_table(const char *harness);

/*
 * An image of its own, of either form. @data has to stay. Return: false when it is based on another, or out of all
 * proportion.
 */
bool images_read(struct image *image, const void *data, size_t size);

/**
 * struct images_base - a seed that is a base
 * @name:	of its file
 * @data:	its bytes, which @image may refer to
 */
struct images_base {
	char *name, *data;
	uint64_t number;
	struct image image;
};

struct images_bases {
	struct images_base *list;
	int count;
};

/* Those of @harness, by name. Return: 0, or an exit code after one error line when it has none. */
int images_bases(const char *harness, struct images_bases *bases);
void images_bases_free(struct images_bases *bases);

/* A harness that has seed @number, the one that reads before the one that writes; malloc-ed, or NULL. */
char *images_harness(uint64_t number);

/**
 * struct images_input - an input, and the image that it is
 * @form:	flags, base, changes and tail; of one that is a plain image only the tail
 * @plain:	it is
 * @base:	NULL when it is an image of its own
 * @repaired:	checksums that the changes had made wrong
 */
struct images_input {
	struct image_form form;
	bool plain;
	struct images_base *base;
	struct image own, *image;
	unsigned int repaired;
};

/* @data has to stay. Return: 0, or an exit code after one error line. */
int images_open(struct images_input *input, struct images_bases *bases, const void *data,
		size_t size);

/* The base is as it was again. */
void images_close(struct images_input *input);

/* Give @image the form of changes to @base, or of an image of its own when that is NULL. Return: bytes, malloc-ed. */
uint8_t *images_pack(const struct image *image, struct images_base *base, size_t *size);

#endif
