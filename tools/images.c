// SPDX-License-Identifier: GPL-2.0-only
#include "images.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "../shim/host/image_checksum.h"
#include "cli.h"
#include "files.h"
#include "project.h"
#include "text.h"

uint64_t images_number(const void *data, size_t size)
{
	struct image_form form;

	if (image_form_parse(data, size, &form))
		size = IMAGE_HEADER + form.changes_size;
	else
		size -= size % IMAGE_SECTOR;
	return XXH64(data, size, 0);
}

/* Call @fn with the seeds of @harness; of one that writes, NAME_rw, with those of NAME first. */
static void each_seed(const char *harness,
		      int (*fn)(const char *path, const char *name, void *context), void *context)
{
	int length = (int)strlen(harness) - (text_ends(harness, "_rw") ? 3 : 0);
	char *of_reader = project_path("corpus/%.*s/seeds", length, harness);
	char *own = project_path("corpus/%s/seeds", harness);

	file_each(of_reader, fn, context);
	if (strcmp(of_reader, own))
		file_each(own, fn, context);
	free(own);
	free(of_reader);
}

/* ---- Into a program ---- */

struct table {
	struct strings data, rows;
};

static int add_row(const char *path, const char *name, void *context)
{
	struct table *table = context;
	int number = table->data.count;
	size_t size;
	char *bytes = file_read(path, &size), *text;

	(void)name;
	if (!bytes)
		return -1;
	text = text_format("seed_%d: .incbin \"%s\"\n", number, path);
	strings_add(&table->data, text);
	free(text);
	text = text_format("\t.quad seed_%d, seed_%d + %zu, %#" PRIx64 "\n", number, number, size,
			   images_number(bytes, size));
	strings_add(&table->rows, text);
	free(text);
	free(bytes);
	return 0;
}

char *images_table(const char *harness)
{
	struct table table = { 0 };
	char *data, *rows, *text;

	each_seed(harness, add_row, &table);
	data = strings_join(&table.data, "");
	rows = strings_join(&table.rows, "");
	text = text_format("\t.section .rodata\n%s\t.balign 8\n\t.globl vitro_image_seeds\n"
			   "vitro_image_seeds:\n%s\t.quad 0, 0, 0\n"
			   "\t.section .note.GNU-stack,\"\",@progbits\n",
			   data, rows);
	free(data);
	free(rows);
	strings_clear(&table.data);
	strings_clear(&table.rows);
	return text;
}

/* ---- Here ---- */

bool images_read(struct image *image, const void *data, size_t size)
{
	struct image_form form;

	if (!image_form_parse(data, size, &form)) {
		image_of(image, data, size - size % IMAGE_SECTOR);
		return true;
	}
	if (form.base || (uint64_t)form.sectors * IMAGE_SECTOR > IMAGE_MAX)
		return false;
	image_zeros(image, (uint64_t)form.sectors * IMAGE_SECTOR);
	image_form_apply(image, &form);
	image_settle(image);
	return true;
}

static int add_base(const char *path, const char *name, void *context)
{
	struct images_bases *bases = context;
	struct images_base base = { 0 };
	size_t size;

	base.data = file_read(path, &size);
	if (!base.data || !images_read(&base.image, base.data, size)) {
		free(base.data);
		return 0;
	}
	base.number = images_number(base.data, size);
	base.name = text_format("%s", name);
	image_checksums_learn(&base.image);
	bases->list = realloc(bases->list, (size_t)(bases->count + 1) * sizeof(*bases->list));
	if (!bases->list)
		abort();
	bases->list[bases->count++] = base;
	return 0;
}

/* As of .structure, its source tells. */
bool images_are_inputs_of(const char *harness)
{
	char *path = project_path("harnesses/%s.c", harness), *source = file_read(path, NULL);
	bool takes = source && strstr(source, "VITRO_FS_");

	free(source);
	free(path);
	return takes;
}

int images_bases(const char *harness, struct images_bases *bases)
{
	*bases = (struct images_bases){ 0 };
	if (images_are_inputs_of(harness))
		each_seed(harness, add_base, bases);
	return bases->count ? 0 : cli_error("%s has no images among its seeds", harness);
}

void images_bases_free(struct images_bases *bases)
{
	while (bases->count) {
		struct images_base *base = &bases->list[--bases->count];

		image_free(&base->image);
		free(base->name);
		free(base->data);
	}
	free(bases->list);
	bases->list = NULL;
}

struct wanted {
	uint64_t number;
	bool found;
	char *harness;
};

static int compare_number(const char *path, const char *name, void *context)
{
	struct wanted *wanted = context;
	size_t size;
	char *bytes = file_read(path, &size);

	(void)name;
	wanted->found = bytes && images_number(bytes, size) == wanted->number;
	free(bytes);
	return wanted->found;
}

static int look_in(const char *path, const char *harness, void *context)
{
	struct wanted *wanted = context;

	(void)path;
	if (images_are_inputs_of(harness))
		each_seed(harness, compare_number, wanted);
	if (wanted->found)
		wanted->harness = text_format("%s", harness);
	return wanted->found;
}

char *images_harness(uint64_t number)
{
	struct wanted wanted = { .number = number };
	char *corpus = project_path("corpus");

	file_each_directory(corpus, look_in, &wanted);
	free(corpus);
	return wanted.harness;
}

static struct images_base *find(struct images_bases *bases, uint64_t number)
{
	for (int i = 0; i < bases->count; i++)
		if (bases->list[i].number == number)
			return &bases->list[i];
	return NULL;
}

static int open_changes(struct images_input *input, struct images_bases *bases)
{
	input->base = find(bases, input->form.base);
	if (!input->base)
		return cli_error("it is based on seed %016" PRIx64 ", which the harness has not",
				 input->form.base);
	input->image = &input->base->image;
	image_form_apply(input->image, &input->form);
	if (!(input->form.flags & IMAGE_AS_IT_IS))
		input->repaired = image_checksums_repair(input->image);
	return 0;
}

int images_open(struct images_input *input, struct images_bases *bases, const void *data,
		size_t size)
{
	*input = (struct images_input){ .image = &input->own };
	input->plain = !image_form_parse(data, size, &input->form);
	if (!input->plain && input->form.base)
		return open_changes(input, bases);
	if (!images_read(&input->own, data, size))
		return cli_error("an image of %" PRIu64 " bytes is too large",
				 (uint64_t)input->form.sectors * IMAGE_SECTOR);
	if (input->plain) {
		input->form.tail_size = size % IMAGE_SECTOR;
		input->form.tail = (const uint8_t *)data + size - input->form.tail_size;
	}
	return 0;
}

void images_close(struct images_input *input)
{
	if (input->base)
		image_reset(input->image);
	else if (input->image->page)
		image_free(input->image);
}
