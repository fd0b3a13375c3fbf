// SPDX-License-Identifier: GPL-2.0-only
#include "images.h"

#include <stdlib.h>
#include <xxhash.h>

#include "../shim/host/image_form.h"
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

struct table {
	struct strings data, rows;
};

static int add_seed(const char *path, const char *name, void *context)
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
	text = text_format("\t.quad seed_%d, seed_%d + %zu, %#llx\n", number, number, size,
			   (unsigned long long)images_number(bytes, size));
	strings_add(&table->rows, text);
	free(text);
	free(bytes);
	return 0;
}

char *images_table(const char *harness)
{
	char *seeds = project_path("corpus/%s/seeds", harness), *data, *rows, *text;
	struct table table = { 0 };

	file_each(seeds, add_seed, &table);
	data = strings_join(&table.data, "");
	rows = strings_join(&table.rows, "");
	text = text_format("\t.section .rodata\n%s\t.balign 8\n\t.globl vitro_image_seeds\n"
			   "vitro_image_seeds:\n%s\t.quad 0, 0, 0\n"
			   "\t.section .note.GNU-stack,\"\",@progbits\n",
			   data, rows);
	free(data);
	free(rows);
	free(seeds);
	strings_clear(&table.data);
	strings_clear(&table.rows);
	return text;
}
