// SPDX-License-Identifier: GPL-2.0-only
/* What an input says of its image, and the image as a file. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../shim/host/image_checksum.h"
#include "cli.h"
#include "files.h"
#include "image_command.h"
#include "images.h"
#include "input.h"

/* An input that was opened, and all that it refers to. */
struct opened {
	struct input found;
	struct images_bases bases;
	struct images_input input;
	char *data;
	size_t size;
};

/* Of the harness that is named, or tells by its place, or has the seed. */
static int open_bases(const struct image_request *request, struct opened *opened, uint64_t number)
{
	struct input *found = &opened->found;

	if (!request->harness && !found->harness)
		found->harness = images_harness(number);
	if (!request->harness && !found->harness)
		return cli_error("%s is based on seed %016" PRIx64 ", which no harness has",
				 found->path, number);
	return images_bases(request->harness ? request->harness : found->harness, &opened->bases);
}

static int open_input(const struct image_request *request, const char *path, struct opened *opened)
{
	struct image_form form;
	int ret = input_find(path, &opened->found);

	if (ret)
		return ret;
	opened->data = file_read(opened->found.path, &opened->size);
	if (!opened->data)
		return cli_error("%s: %s", opened->found.path, strerror(errno));
	if (image_form_parse((uint8_t *)opened->data, opened->size, &form) && form.base)
		ret = open_bases(request, opened, form.base);
	return ret ? ret : images_open(&opened->input, &opened->bases, opened->data, opened->size);
}

static void close_input(struct opened *opened)
{
	if (opened->input.image)
		images_close(&opened->input);
	images_bases_free(&opened->bases);
	free(opened->data);
	input_free(&opened->found);
}

/* ---- info ---- */

static void print_bytes(const uint8_t *bytes, size_t count)
{
	enum { SHOWN = 24 };

	for (size_t i = 0; i < count && i < SHOWN; i++)
		printf(" %02x", bytes[i]);
	puts(count > SHOWN ? " ..." : "");
}

static void print_change(const struct image_change *change)
{
	printf("  %#010x ", change->offset);
	if (change->kind == IMAGE_SET)
		printf("set %u bytes to %#" PRIx64 "\n", change->width, change->value);
	else if (change->kind == IMAGE_ADD)
		printf("add %" PRId64 " to %u bytes\n", (int64_t)change->value, change->width);
	else if (change->kind == IMAGE_COPY || change->kind == IMAGE_SWAP)
		printf("%s 2^%u bytes %s %#" PRIx64 "\n",
		       change->kind == IMAGE_COPY ? "copy" : "swap", change->width,
		       change->kind == IMAGE_COPY ? "from" : "with", change->value);
	else if (change->kind == IMAGE_FILL)
		printf("fill %" PRIu64 " bytes with %#x\n", change->value, change->width);
	else if (change->kind == IMAGE_BYTES)
		printf("%u bytes", change->count), print_bytes(change->bytes, change->count);
	else
		printf("nothing (kind %u)\n", change->kind);
}

static void print_changes(const struct image_form *form)
{
	struct image_change change;
	size_t offset = 0;

	while (image_change_next(form, &offset, &change))
		print_change(&change);
}

static void print_base(const struct images_input *input)
{
	uint64_t size = input->image->size;

	if (input->plain)
		printf("a plain image of %" PRIu64 " bytes\n", size);
	else if (!input->base)
		printf("an image of %" PRIu64 " bytes, written as what is not zero\n", size);
	else
		printf("changes to seed %s (%016" PRIx64 "), %" PRIu64 " bytes\n",
		       input->base->name, input->base->number, size);
	if (input->base && input->form.sectors)
		printf("on a disk of %" PRIu64 " bytes\n",
		       (uint64_t)input->form.sectors * IMAGE_SECTOR);
}

static void print_checksums(const struct images_input *input)
{
	if (!input->base)
		return;
	if (input->form.flags & IMAGE_AS_IT_IS)
		puts("checksums are left as they come out");
	else
		printf("%u of %zu checksums are made right\n", input->repaired,
		       input->image->checksums->count);
}

int image_info(const struct image_request *request, const char *path)
{
	struct opened opened = { 0 };
	const struct images_input *input = &opened.input;
	int ret = open_input(request, path, &opened);

	if (!ret) {
		print_base(input);
		if (input->base)
			print_changes(&input->form);
		print_checksums(input);
		printf("%zu bytes behind it:", input->form.tail_size);
		print_bytes(input->form.tail, input->form.tail_size);
	}
	close_input(&opened);
	return ret;
}

/* ---- unpack ---- */

/* Pages of zeros are holes. */
static int write_pages(int fd, const struct image *image, uint64_t size)
{
	static const uint8_t zeros[IMAGE_PAGE];
	uint64_t end = size < (uint64_t)image->pages * IMAGE_PAGE ?
			       size :
			       (uint64_t)image->pages * IMAGE_PAGE;

	for (uint64_t offset = 0; offset < end; offset += IMAGE_PAGE) {
		const uint8_t *page = image_page(image, offset / IMAGE_PAGE);
		size_t count = end - offset < IMAGE_PAGE ? (size_t)(end - offset) : IMAGE_PAGE;

		if (memcmp(page, zeros, count) &&
		    pwrite(fd, page, count, (off_t)offset) != (ssize_t)count)
			return -1;
	}
	return ftruncate(fd, (off_t)size);
}

static int write_image(const char *path, const struct images_input *input)
{
	uint64_t size = (uint64_t)input->form.sectors * IMAGE_SECTOR;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644), ret = 0;

	if (fd < 0 ||
	    write_pages(fd, input->image, size && size <= IMAGE_MAX ? size : input->image->size) ||
	    fsync(fd))
		ret = cli_fail("%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return ret;
}

int image_unpack(const struct image_request *request, const char *path)
{
	struct opened opened = { 0 };
	char *output = NULL;
	int ret = open_input(request, path, &opened);

	if (!ret) {
		output = text_format("%s%s", request->output ? request->output : opened.found.path,
				     request->output ? "" : ".img");
		ret = write_image(output, &opened.input);
	}
	if (!ret && request->tail &&
	    file_write(request->tail, opened.input.form.tail, opened.input.form.tail_size))
		ret = cli_fail("cannot write to %s", request->tail);
	if (!ret)
		puts(output);
	free(output);
	close_input(&opened);
	return ret;
}
