// SPDX-License-Identifier: GPL-2.0-only
/* An image from elsewhere as an input: changes to that seed of which it has the fewest, or an image of its own. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "image_command.h"
#include "images.h"
#include "target.h"

struct packed {
	uint8_t *bytes;
	size_t size;
	const char *base;
};

static void keep_smaller(struct packed *best, uint8_t *bytes, size_t size, const char *base)
{
	if (best->bytes && best->size <= size) {
		free(bytes);
		return;
	}
	free(best->bytes);
	*best = (struct packed){ bytes, size, base };
}

/* A base has to have all the pages that the image has. */
static void pack(const struct image *image, struct images_bases *bases, struct packed *best)
{
	size_t size;
	uint8_t *bytes = images_pack(image, NULL, &size);

	keep_smaller(best, bytes, size, NULL);
	for (int i = 0; i < bases->count; i++) {
		if (bases->list[i].image.pages < image->pages)
			continue;
		bytes = images_pack(image, &bases->list[i], &size);
		keep_smaller(best, bytes, size, bases->list[i].name);
	}
}

/* Also one that is packed. Return: 0, or an exit code after one error line. */
static int read_image(const char *path, char **data, struct image *image)
{
	struct image_form form;
	bool plain;
	size_t size;

	*data = file_read(path, &size);
	if (!*data)
		return cli_error("%s: %s", path, strerror(errno));
	plain = !image_form_parse((uint8_t *)*data, size, &form);
	if (plain && (!size || size % IMAGE_SECTOR || size > IMAGE_MAX))
		return cli_error(
			"%s has %zu bytes: an image has whole sectors of %d, and at most %u MiB",
			path, size, IMAGE_SECTOR, (unsigned int)(IMAGE_MAX >> 20));
	return images_read(image, *data, size) ?
		       0 :
		       cli_error("%s is no image of its own, but based on a seed", path);
}

/* Behind the changes: the record that ends them, and what is behind the image. */
static int add_tail(struct packed *packed, const char *path)
{
	size_t size = 0;
	char *tail = path ? file_read(path, &size) : NULL;

	if (path && !tail)
		return cli_error("%s: %s", path, strerror(errno));
	packed->bytes = realloc(packed->bytes, packed->size + IMAGE_CHANGE + size);
	if (!packed->bytes)
		abort();
	memset(packed->bytes + packed->size, 0, IMAGE_CHANGE);
	if (size)
		memcpy(packed->bytes + packed->size + IMAGE_CHANGE, tail, size);
	packed->size += IMAGE_CHANGE + size;
	free(tail);
	return 0;
}

static int write_packed(const char *output, const struct packed *packed, uint64_t from)
{
	if (file_write(output, packed->bytes, packed->size))
		return cli_fail("%s: %s", output, strerror(errno));
	printf("%s: %zu bytes for %llu, ", output, packed->size, (unsigned long long)from);
	if (packed->base)
		printf("changes to seed %s\n", packed->base);
	else
		puts("an image of its own");
	return 0;
}

int image_pack(const struct image_request *request, const char *path)
{
	struct images_bases bases = { 0 };
	struct packed packed = { 0 };
	struct image image = { 0 };
	struct harness harness;
	char *output = text_format("%s%s", request->output ? request->output : path,
				   request->output ? "" : ".input"),
	     *data = NULL;
	int ret = read_image(path, &data, &image);

	if (!ret && !request->whole && !request->harness)
		ret = cli_error("an input of which harness? --harness NAME tells; or --whole");
	if (!ret && !request->whole)
		ret = harness_find(request->harness, &harness);
	if (!ret && !request->whole)
		ret = images_bases(request->harness, &bases);
	if (!ret) {
		pack(&image, &bases, &packed);
		ret = add_tail(&packed, request->tail);
	}
	if (!ret)
		ret = write_packed(output, &packed, image.size);
	images_bases_free(&bases);
	if (image.page)
		image_free(&image);
	free(packed.bytes);
	free(output);
	free(data);
	return ret;
}
