// SPDX-License-Identifier: GPL-2.0-only
/*
 * A tag of an OCI image layout, which skopeo copies to and from registries. Each push adds a layer, an archive as `pack` makes
 * them, with what was not there; many layers become one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "corpus_archive.h"
#include "corpus_oci.h"
#include "files.h"

/* Call @fn with the path of each layer and its manifest. Return: 0, or the first that is not. */
static int each_layer(struct store *store,
		      int (*fn)(struct store *store, const char *path,
				const struct manifest *manifest, void *context),
		      void *context)
{
	json_t *image;
	const json_t *layer;
	size_t i;
	int ret = oci_find(store->place, store->part, &image);

	json_array_foreach(json_object_get(image, "layers"), i, layer) {
		const char *digest = json_string_value(json_object_get(layer, "digest"));
		struct manifest manifest = { 0 };
		char *path = oci_blob(store->place, digest);

		if (!ret && !path)
			ret = cli_fail("%s has a layer without a proper digest", store->place);
		if (!ret)
			ret = archive_read_corpus(path, NULL, &manifest);
		if (!ret)
			ret = fn(store, path, &manifest, context);
		manifest_free(&manifest);
		free(path);
	}
	json_decref(image);
	return ret;
}

bool oci_is_ours(const struct store *store, const struct manifest *manifest)
{
	return !strcmp(manifest->harness, store->harness) &&
	       !strcmp(manifest->layout, store->layout);
}

static int list_layer(struct store *store, const char *path, const struct manifest *manifest,
		      void *context)
{
	(void)path;
	for (int i = 0; i < manifest->count && oci_is_ours(store, manifest); i++)
		store_found(context, manifest->inputs[i].name, manifest->inputs[i].size);
	return 0;
}

static int oci_list(struct store *store, struct corpus *there)
{
	return each_layer(store, list_layer, there);
}

static int note_layout(struct store *store, const char *path, const struct manifest *manifest,
		       void *context)
{
	(void)path;
	if (!strcmp(manifest->harness, store->harness))
		strings_add_new(context, manifest->layout);
	return 0;
}

static int oci_layouts(struct store *store, struct strings *layouts)
{
	return each_layer(store, note_layout, layouts);
}

/* ---- get: all layers are unpacked once ---- */

static int unpack_layer(struct store *store, const char *path, const struct manifest *manifest,
			void *context)
{
	struct manifest again = { 0 };
	int ret = 0;

	if (oci_is_ours(store, manifest))
		ret = archive_read_corpus(path, context, &again);
	manifest_free(&again);
	return ret;
}

int oci_unpack_all(struct store *store)
{
	char *all = text_format("%s/layers-%s", store->scratch, store->layout);
	int ret = 0;

	if (!file_is_directory(all)) {
		if (file_make_directories(all))
			ret = cli_error("cannot write to %s: %s", all, strerror(errno));
		else
			ret = each_layer(store, unpack_layer, all);
	}
	free(all);
	return ret;
}

static int oci_get(struct store *store, const struct strings *names, const char *to)
{
	int ret = oci_unpack_all(store);

	for (int i = 0; i < names->count && !ret; i++) {
		char *from = text_format("%s/layers-%s/%s", store->scratch, store->layout,
					 names->item[i]);
		char *place = text_format("%s/%s", to, names->item[i]);

		if (rename(from, place))
			ret = cli_fail("cannot write to %s: %s", place, strerror(errno));
		free(place);
		free(from);
	}
	return ret;
}

static int oci_open(struct store *store)
{
	return strpbrk(store->part, "/\\") ? cli_error("'%s' cannot be a tag", store->part) : 0;
}

const struct store_kind store_oci = {
	.name = "oci",
	.open = oci_open,
	.list = oci_list,
	.layouts = oci_layouts,
	.put = oci_put,
	.get = oci_get,
};
