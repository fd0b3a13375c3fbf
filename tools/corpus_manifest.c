// SPDX-License-Identifier: GPL-2.0-only
#include "corpus_manifest.h"

#include <inttypes.h>
#include <jansson.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "text.h"

static const char format[] = "vitro-corpus-1";

void sha256_text(const void *data, size_t size, char text[SHA256_TEXT])
{
	SHA256Data(data, size, text);
}

static struct manifest_input *grow(struct manifest *manifest)
{
	if (!(manifest->count & (manifest->count - 1)))
		manifest->inputs =
			memory_resize(manifest->inputs,
				      sizeof(*manifest->inputs) *
					      (size_t)(manifest->count ? manifest->count * 2 : 1));
	return memset(&manifest->inputs[manifest->count++], 0, sizeof(*manifest->inputs));
}

void manifest_add(struct manifest *manifest, const char *name, const void *data, size_t size)
{
	struct manifest_input *input = grow(manifest);

	memcpy(input->name, name, CORPUS_NAME);
	input->size = size;
	sha256_text(data, size, input->sha256);
	manifest->bytes += size;
}

static int by_name(const void *a, const void *b)
{
	return memcmp(a, b, CORPUS_NAME);
}

static void add_line(SHA2_CTX *context, const char *line)
{
	SHA256Update(context, (const uint8_t *)line, strlen(line));
	SHA256Update(context, (const uint8_t *)"\n", 1);
}

/* Over lines, as docs/corpus.md has them, so that anybody can compute it. */
void manifest_finish(struct manifest *manifest)
{
	SHA2_CTX context;
	char *head = text_format("%s\nharness %s\nlayout %s\nkernel %s", format, manifest->harness,
				 manifest->layout, manifest->kernel);

	if (manifest->count)
		qsort(manifest->inputs, (size_t)manifest->count, sizeof(*manifest->inputs),
		      by_name);
	SHA256Init(&context);
	add_line(&context, head);
	for (int i = 0; i < manifest->count; i++) {
		const struct manifest_input *input = &manifest->inputs[i];
		char *line = text_format("%s %zu %s", input->name, input->size, input->sha256);

		add_line(&context, line);
		free(line);
	}
	SHA256End(&context, manifest->hash);
	free(head);
}

char *manifest_text(const struct manifest *manifest)
{
	json_t *inputs = json_array(), *all;
	char *text;

	for (int i = 0; i < manifest->count; i++) {
		const struct manifest_input *input = &manifest->inputs[i];

		json_array_append_new(inputs,
				      json_pack("{s:s, s:I, s:s}", "name", input->name, "size",
						(json_int_t)input->size, "sha256", input->sha256));
	}
	all = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}", "format", format, "harness",
			manifest->harness, "layout", manifest->layout, "kernel", manifest->kernel,
			"hash", manifest->hash, "inputs", inputs);
	text = json_dumps(all, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	json_decref(all);
	if (!text)
		abort();
	return text;
}

/* ---- Hostile ---- */

/* A word that can be shown, and be a part of a path. */
static bool is_word(const char *text)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				   "_.+~-";

	return text && *text && *text != '.' && strlen(text) < 100 &&
	       strspn(text, good) == strlen(text);
}

static bool is_hash(const char *text)
{
	return text && strlen(text) == SHA256_TEXT - 1 &&
	       strspn(text, "0123456789abcdef") == SHA256_TEXT - 1;
}

static const char *take_input(struct manifest *manifest, const json_t *entry)
{
	const char *name = json_string_value(json_object_get(entry, "name"));
	const char *sha256 = json_string_value(json_object_get(entry, "sha256"));
	const json_t *size = json_object_get(entry, "size");
	struct manifest_input *input;

	if (!name || !corpus_is_name(name))
		return "its manifest has an input without a proper name";
	if (!is_hash(sha256))
		return "its manifest has an input without a hash";
	if (!json_is_integer(size) || json_integer_value(size) < 0 ||
	    json_integer_value(size) > CORPUS_INPUT_MAX)
		return "its manifest has an input that is larger than inputs can be";
	input = grow(manifest);
	memcpy(input->name, name, CORPUS_NAME);
	memcpy(input->sha256, sha256, SHA256_TEXT);
	input->size = (size_t)json_integer_value(size);
	manifest->bytes += input->size;
	return NULL;
}

static const char *take_head(struct manifest *manifest, const json_t *all)
{
	const char *layout = json_string_value(json_object_get(all, "layout"));
	const char *harness = json_string_value(json_object_get(all, "harness"));
	const char *kernel = json_string_value(json_object_get(all, "kernel"));
	const char *said = json_string_value(json_object_get(all, "format"));

	if (!said || strcmp(said, format) != 0)
		return "it is not an archive of a corpus that this vitro knows";
	if (!is_word(harness) || !is_word(kernel))
		return "its manifest does not say for which harness and kernel it is";
	if (!layout || !corpus_layout_is_valid(layout) || strlen(layout) >= CORPUS_LAYOUT)
		return "its manifest does not say of which layout it is";
	manifest->harness = text_format("%s", harness);
	manifest->kernel = text_format("%s", kernel);
	memcpy(manifest->layout, layout, strlen(layout) + 1);
	return NULL;
}

static const char *take_all(struct manifest *manifest, const json_t *all)
{
	const char *hash = json_string_value(json_object_get(all, "hash"));
	const char *wrong = take_head(manifest, all);
	const json_t *entry;
	size_t i;

	json_array_foreach(json_object_get(all, "inputs"), i, entry)
		if (!wrong)
			wrong = take_input(manifest, entry);
	if (wrong)
		return wrong;
	manifest_finish(manifest);
	for (int j = 1; j < manifest->count; j++)
		if (!by_name(&manifest->inputs[j - 1], &manifest->inputs[j]))
			return "its manifest has an input twice";
	if (!hash || strcmp(hash, manifest->hash) != 0)
		return "its manifest is not what its hash says";
	return NULL;
}

const char *manifest_parse(struct manifest *manifest, const char *text, size_t size)
{
	json_t *all = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	const char *wrong = all ? take_all(manifest, all) : "its manifest is not JSON";

	json_decref(all);
	return wrong;
}

struct manifest_input *manifest_find(const struct manifest *manifest, const char *name)
{
	if (!manifest->count)
		return NULL;
	return bsearch(name, manifest->inputs, (size_t)manifest->count, sizeof(*manifest->inputs),
		       by_name);
}

void manifest_free(struct manifest *manifest)
{
	free(manifest->harness);
	free(manifest->kernel);
	free(manifest->inputs);
	*manifest = (struct manifest){ 0 };
}
