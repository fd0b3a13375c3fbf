// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli.h"
#include "corpus_archive.h"
#include "corpus_oci.h"
#include "files.h"

enum { LAYERS_MAX = 32 };

static const char media_layer[] = "application/vnd.oci.image.layer.v1.tar+zstd";
static const char media_config[] = "application/vnd.oci.image.config.v1+json";
static const char media_manifest[] = "application/vnd.oci.image.manifest.v1+json";

/* The image that is there, or an empty one: its layers and their diff_ids. */
static int read_image(const struct store *store, json_t **layers, json_t **ids)
{
	json_t *image, *config = NULL;
	const char *digest;
	int ret = oci_find(store->place, store->part, &image);

	digest = json_string_value(json_object_get(json_object_get(image, "config"), "digest"));
	if (image)
		config = oci_read(store->place, digest);
	*layers = json_incref(json_object_get(image, "layers"));
	*ids = json_incref(json_object_get(json_object_get(config, "rootfs"), "diff_ids"));
	if (!*layers)
		*layers = json_array();
	if (!*ids)
		*ids = json_array();
	if (!ret && (image && !config))
		ret = CLI_FOUND;
	if (!ret && json_array_size(*layers) != json_array_size(*ids))
		ret = cli_fail("%s:%s is not an image of a corpus", store->place, store->part);
	json_decref(config);
	json_decref(image);
	return ret;
}

static int write_image(const struct store *store, json_t *layers, json_t *ids)
{
	json_t *config = json_pack("{s:s, s:s, s:{s:s, s:O}, s:{}}", "architecture", "amd64", "os",
				   "linux", "rootfs", "type", "layers", "diff_ids", ids, "config");
	char *text = json_dumps(config, JSON_PRESERVE_ORDER);
	json_t *described = oci_add(store->place, media_config, text, strlen(text)), *image;
	int ret = CLI_FOUND;

	free(text);
	json_decref(config);
	if (!described)
		return ret;
	image = json_pack("{s:i, s:s, s:o, s:O}", "schemaVersion", 2, "mediaType", media_manifest,
			  "config", described, "layers", layers);
	text = json_dumps(image, JSON_PRESERVE_ORDER);
	described = oci_add(store->place, media_manifest, text, strlen(text));
	if (described)
		ret = oci_tag(store->place, store->part, described);
	free(text);
	json_decref(image);
	return ret;
}

/* A layer of @inputs, behind the others. */
static int add_layer(const struct store *store, const struct corpus *inputs, json_t *layers,
		     json_t *ids)
{
	struct manifest manifest = { .harness = text_format("%s", store->harness),
				     .kernel = text_format("%s", store->kernel) };
	char *draft = text_format("%s/.layer-%d", store->place, getpid()), id[OCI_DIGEST];
	json_t *layer = NULL;
	int ret;

	snprintf(manifest.layout, sizeof(manifest.layout), "%s", store->layout);
	ret = archive_write_corpus(draft, inputs, &manifest);
	if (!ret && oci_diff_id(draft, id))
		ret = cli_fail("cannot read %s again", draft);
	if (!ret)
		layer = oci_add_file(store->place, media_layer, draft);
	if (layer) {
		json_array_append_new(layers, layer);
		json_array_append_new(ids, json_string(id));
	}
	unlink(draft);
	free(draft);
	manifest_free(&manifest);
	return ret ? ret : layer ? 0 : CLI_FOUND;
}

/* Ours go from the image, and their inputs to @inputs. */
static int gather(struct store *store, struct corpus *inputs, json_t *layers, json_t *ids)
{
	char *all = text_format("%s/layers-%s", store->scratch, store->layout);
	int ret = oci_unpack_all(store);

	for (size_t i = json_array_size(layers); i-- > 0 && !ret;) {
		const char *digest =
			json_string_value(json_object_get(json_array_get(layers, i), "digest"));
		struct manifest manifest = { 0 };
		char *path = oci_blob(store->place, digest);

		ret = path ? archive_read_corpus(path, NULL, &manifest) : CLI_FOUND;
		if (!ret && oci_is_ours(store, &manifest)) {
			json_array_remove(layers, i);
			json_array_remove(ids, i);
		}
		manifest_free(&manifest);
		free(path);
	}
	if (!ret)
		ret = corpus_read(inputs, all, NULL);
	corpus_sort_by_name(inputs);
	free(all);
	return ret;
}

/* Drafts of one that was killed: nobody else is at work, and none is ever read. */
static void remove_drafts(const char *layout)
{
	DIR *dir = opendir(layout);

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		char *path = text_format("%s/%s", layout, entry->d_name);

		if (text_starts(entry->d_name, ".layer-") || text_starts(entry->d_name, ".blob-"))
			unlink(path);
		free(path);
	}
	if (dir)
		closedir(dir);
}

static int put_locked(struct store *store, const struct corpus *inputs)
{
	struct corpus all = { 0 };
	json_t *layers, *ids;
	int ret = read_image(store, &layers, &ids);

	if (!ret && json_array_size(layers) >= LAYERS_MAX) {
		for (int i = 0; i < inputs->count; i++) {
			store_found(&all, inputs->inputs[i].name, inputs->inputs[i].size);
			free(all.inputs[i].path);
			all.inputs[i].path = text_format("%s", inputs->inputs[i].path);
		}
		ret = gather(store, &all, layers, ids);
		inputs = &all;
	}
	if (!ret)
		ret = add_layer(store, inputs, layers, ids);
	if (!ret)
		ret = write_image(store, layers, ids);
	corpus_free(&all);
	json_decref(layers);
	json_decref(ids);
	return ret;
}

/* Whoever changes the index has this lock. */
int oci_put(struct store *store, const struct corpus *inputs)
{
	char *blobs = text_format("%s/blobs/sha256", store->place);
	char *lock = text_format("%s/.lock", store->place);
	int ret = 0;

	if (file_make_directories(blobs))
		ret = cli_error("cannot write to %s: %s", blobs, strerror(errno));
	if (!ret) {
		store->lock = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		if (store->lock < 0 || flock(store->lock, LOCK_EX))
			ret = cli_error("cannot lock %s: %s", lock, strerror(errno));
	}
	if (!ret)
		remove_drafts(store->place);
	if (!ret)
		ret = put_locked(store, inputs);
	free(lock);
	free(blobs);
	return ret;
}
