// SPDX-License-Identifier: GPL-2.0-only
#include "kernels.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "project.h"
#include "stamp.h"

static void read_entries(struct kernels *kernels, const json_t *root)
{
	const char *use = json_string_value(json_object_get(root, "use"));
	const json_t *entry;
	size_t i;

	kernels->use = use ? text_format("%s", use) : NULL;
	json_array_foreach(json_object_get(root, "kernels"), i, entry) {
		const char *name = json_string_value(json_object_get(entry, "name"));
		const char *path = json_string_value(json_object_get(entry, "path"));

		if (!name || !path)
			continue;
		strings_add(&kernels->names, name);
		strings_add(&kernels->paths, path);
	}
}

int kernels_read(struct kernels *kernels)
{
	char *path = state_path("kernels.json");
	json_error_t error;
	json_t *root;
	int ret = 0;

	*kernels = (struct kernels){ 0 };
	if (!file_exists(path))
		goto done;
	root = json_load_file(path, 0, &error);
	if (!root) {
		ret = cli_error("%s:%d: %s", path, error.line, error.text);
		goto done;
	}
	read_entries(kernels, root);
	json_decref(root);
done:
	free(path);
	return ret;
}

int kernels_write(const struct kernels *kernels)
{
	json_t *entries = json_array(), *root = json_pack("{s:o}", "kernels", entries);
	char *path = state_path("kernels.json"), *text;
	int ret;

	for (int i = 0; i < kernels->names.count; i++)
		json_array_append_new(entries,
				      json_pack("{s:s, s:s}", "name", kernels->names.item[i],
						"path", kernels->paths.item[i]));
	if (kernels->use)
		json_object_set_new(root, "use", json_string(kernels->use));
	text = json_dumps(root, JSON_INDENT(2));
	ret = stamp_write(path, text);
	free(text);
	json_decref(root);
	free(path);
	return ret;
}

const char *kernels_path(const struct kernels *kernels, const char *name)
{
	for (int i = 0; i < kernels->names.count; i++)
		if (strcmp(kernels->names.item[i], name) == 0)
			return kernels->paths.item[i];
	return NULL;
}
