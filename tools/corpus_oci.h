/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An OCI image layout on disk: content-addressed blobs, and index.json, which says what a tag is. What is in it may be anybody's:
 * every blob is compared with its digest.
 */
#ifndef VITRO_CORPUS_OCI_H
#define VITRO_CORPUS_OCI_H

#include <jansson.h>

#include "corpus_manifest.h"
#include "corpus_store.h"

enum { OCI_DIGEST = 72 }; /* "sha256:" and 64 digits */

/* Where the blob of @digest is: malloc-ed, or NULL when it is no digest. */
char *oci_blob(const char *layout, const char *digest);

/* Put @data, or the file at @path, in as a blob, and describe it. NULL after one error line. */
json_t *oci_add(const char *layout, const char *media, const void *data, size_t size);
json_t *oci_add_file(const char *layout, const char *media, const char *path);

/* The JSON of a blob; NULL after one error line. */
json_t *oci_read(const char *layout, const char *digest);

/* The manifest of @tag: 0 with NULL when there is none, or an exit code after one error line. */
int oci_find(const char *layout, const char *tag, json_t **manifest);

/* From now on @tag is the manifest that @descriptor describes. Takes it over. Return: 0 or an exit code. */
int oci_tag(const char *layout, const char *tag, json_t *descriptor);

/* Digest of what the zstd file at @path unpacks to. Return: 0 or -1. */
int oci_diff_id(const char *path, char digest[OCI_DIGEST]);

/* corpus_store_oci.c: is it a layer of the harness and layout of @store? All those unpacked, once, into layers-LAYOUT. */
bool oci_is_ours(const struct store *store, const struct manifest *manifest);
int oci_unpack_all(struct store *store);

int oci_put(struct store *store, const struct corpus *inputs);

#endif
