/* SPDX-License-Identifier: GPL-2.0-only */
/* What an archive of a corpus says of itself, in JSON, its first entry. docs/corpus.md describes it. */
#ifndef VITRO_CORPUS_MANIFEST_H
#define VITRO_CORPUS_MANIFEST_H

#include "corpus.h"
#include "corpus_layout.h"

enum { SHA256_TEXT = 65 };

struct manifest_input {
	char name[CORPUS_NAME], sha256[SHA256_TEXT];
	size_t size;
	bool seen; /* in the archive */
};

/* @inputs sorted by name; @hash is over all of it. */
struct manifest {
	char *harness, *kernel;
	char layout[CORPUS_LAYOUT];
	struct manifest_input *inputs;
	int count;
	uint64_t bytes;
	char hash[SHA256_TEXT];
};

void sha256_text(const void *data, size_t size, char text[SHA256_TEXT]);

/* Add an input. manifest_finish() then sorts them and computes the hash. */
void manifest_add(struct manifest *manifest, const char *name, const void *data, size_t size);
void manifest_finish(struct manifest *manifest);

char *manifest_text(const struct manifest *manifest);

/* Hostile text. Return: NULL, or what is wrong with it. manifest_free() in both cases. */
const char *manifest_parse(struct manifest *manifest, const char *text, size_t size);

struct manifest_input *manifest_find(const struct manifest *manifest, const char *name);
void manifest_free(struct manifest *manifest);

#endif
