// SPDX-License-Identifier: GPL-2.0-only
#include "corpus_oci.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "text.h"

static const char prefix[] = "sha256:";
static const char media_index[] = "application/vnd.oci.image.index.v1+json";
static const char ref_name[] = "org.opencontainers.image.ref.name";

enum { JSON_MAX = 4 << 20 };

char *oci_blob(const char *layout, const char *digest)
{
	const char *hex = digest + strlen(prefix);

	if (!digest || !text_starts(digest, prefix) || strlen(hex) != SHA256_TEXT - 1 ||
	    strspn(hex, "0123456789abcdef") != SHA256_TEXT - 1)
		return NULL;
	return text_format("%s/blobs/sha256/%s", layout, hex);
}

static json_t *describe(const char *media, const char *hex, size_t size)
{
	char *digest = text_format("%s%s", prefix, hex);
	json_t *descriptor = json_pack("{s:s, s:s, s:I}", "mediaType", media, "digest", digest,
				       "size", (json_int_t)size);

	free(digest);
	return descriptor;
}

json_t *oci_add_file(const char *layout, const char *media, const char *path)
{
	char hex[SHA256_TEXT], *place;
	struct stat st;

	if (!SHA256File(path, hex) || stat(path, &st)) {
		cli_fail("cannot read %s: %s", path, strerror(errno));
		return NULL;
	}
	place = text_format("%s/blobs/sha256/%s", layout, hex);
	if (rename(path, place)) {
		cli_fail("cannot write to %s: %s", place, strerror(errno));
		free(place);
		return NULL;
	}
	free(place);
	return describe(media, hex, (size_t)st.st_size);
}

json_t *oci_add(const char *layout, const char *media, const void *data, size_t size)
{
	char *draft = text_format("%s/.blob-%d", layout, getpid());
	json_t *descriptor = NULL;

	if (file_write(draft, data, size))
		cli_fail("cannot write to %s: %s", draft, strerror(errno));
	else
		descriptor = oci_add_file(layout, media, draft);
	unlink(draft);
	free(draft);
	return descriptor;
}

json_t *oci_read(const char *layout, const char *digest)
{
	char hex[SHA256_TEXT], *path = oci_blob(layout, digest), *text = NULL;
	json_t *json = NULL;
	struct stat st;
	size_t size;

	if (path && !stat(path, &st) && st.st_size <= JSON_MAX)
		text = file_read(path, &size);
	if (text)
		sha256_text(text, size, hex);
	if (text && !strcmp(hex, digest + strlen(prefix)))
		json = json_loadb(text, size, 0, NULL);
	if (!json)
		cli_fail("%s: the blob %.80s is not what it should be", layout,
			 digest ? digest : "without a digest");
	free(text);
	free(path);
	return json;
}

static json_t *read_index(const char *layout)
{
	char *path = text_format("%s/index.json", layout);
	json_t *index = NULL;

	if (file_exists(path)) {
		index = json_load_file(path, 0, NULL);
		if (!json_is_array(json_object_get(index, "manifests"))) {
			json_decref(index);
			index = NULL;
			cli_fail("%s is not an index", path);
		}
	} else {
		index = json_pack("{s:i, s:s, s:[]}", "schemaVersion", 2, "mediaType", media_index,
				  "manifests");
	}
	free(path);
	return index;
}

static bool has_tag(const json_t *entry, const char *tag)
{
	const char *name =
		json_string_value(json_object_get(json_object_get(entry, "annotations"), ref_name));

	return name && !strcmp(name, tag);
}

int oci_find(const char *layout, const char *tag, json_t **manifest)
{
	json_t *index = read_index(layout);
	const char *digest = NULL;
	const json_t *entry;
	size_t i;

	*manifest = NULL;
	if (!index)
		return CLI_FOUND;
	json_array_foreach(json_object_get(index, "manifests"), i, entry)
		if (has_tag(entry, tag))
			digest = json_string_value(json_object_get(entry, "digest"));
	if (digest)
		*manifest = oci_read(layout, digest);
	json_decref(index);
	return digest && !*manifest ? CLI_FOUND : 0;
}

static int replace_file(const char *layout, const char *name, const json_t *json)
{
	char *draft = text_format("%s/.%s-%d", layout, name, getpid());
	char *path = text_format("%s/%s", layout, name);
	int ret = 0;

	if (json_dump_file(json, draft, JSON_PRESERVE_ORDER) || rename(draft, path))
		ret = cli_fail("cannot write to %s: %s", path, strerror(errno));
	free(path);
	free(draft);
	return ret;
}

int oci_tag(const char *layout, const char *tag, json_t *descriptor)
{
	json_t *index = read_index(layout), *list, *entry,
	       *version = json_pack("{s:s}", "imageLayoutVersion", "1.0.0");
	size_t i;
	int ret;

	json_object_set_new(descriptor, "annotations", json_pack("{s:s}", ref_name, tag));
	if (!index) {
		json_decref(descriptor);
		json_decref(version);
		return CLI_FOUND;
	}
	list = json_object_get(index, "manifests");
	for (i = json_array_size(list); i-- > 0;) {
		entry = json_array_get(list, i);
		if (has_tag(entry, tag))
			json_array_remove(list, i);
	}
	json_array_append_new(list, descriptor);
	ret = replace_file(layout, "oci-layout", version);
	if (!ret)
		ret = replace_file(layout, "index.json", index);
	json_decref(version);
	json_decref(index);
	return ret;
}

int oci_diff_id(const char *path, char digest[OCI_DIGEST])
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	char data[65536], hex[SHA256_TEXT];
	la_ssize_t got = -1;
	SHA2_CTX context;

	SHA256Init(&context);
	if (archive_read_support_filter_zstd(archive) == ARCHIVE_OK &&
	    archive_read_support_format_raw(archive) == ARCHIVE_OK &&
	    archive_read_open_filename(archive, path, 65536) == ARCHIVE_OK &&
	    archive_read_next_header(archive, &entry) == ARCHIVE_OK)
		while ((got = archive_read_data(archive, data, sizeof(data))) > 0)
			SHA256Update(&context, (uint8_t *)data, (size_t)got);
	SHA256End(&context, hex);
	archive_read_free(archive);
	snprintf(digest, OCI_DIGEST, "%s%s", prefix, hex);
	return got ? -1 : 0;
}
