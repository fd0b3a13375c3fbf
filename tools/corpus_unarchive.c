// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading what somebody sent. Nothing of it is believed: not a name, a type, a size or a hash, and no more is read than the manifest
 * says there is, which is compared with what the archive itself takes first.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "corpus_archive.h"
#include "files.h"
#include "text.h"

enum { MANIFEST_MAX = 64 << 20, SMALL = 64 << 20, RATIO = 400 };

struct unpacking {
	const char *path, *dir;
	struct archive *archive;
	struct manifest *manifest;
	uint64_t packed; /* bytes of the archive */
};

static int refuse(const struct unpacking *unpacking, const char *why)
{
	return cli_error("%s: %s", unpacking->path, why);
}

static int refuse_entry(const struct unpacking *unpacking, const char *name, const char *why)
{
	char shown[80];
	size_t i;

	for (i = 0; i + 1 < sizeof(shown) && name[i]; i++)
		shown[i] = name[i] >= ' ' && name[i] <= '~' ? name[i] : '?';
	shown[i] = '\0';
	return cli_error("%s: its entry \"%s\" %s", unpacking->path, shown, why);
}

/* More than anybody would pack so small. */
static bool is_bomb(const struct unpacking *unpacking, uint64_t bytes)
{
	return bytes > SMALL && bytes / RATIO > unpacking->packed;
}

/* Return: 1 with @entry, 0 at the end, or -exit code. */
static int next_entry(const struct unpacking *unpacking, struct archive_entry **entry)
{
	int ret = archive_read_next_header(unpacking->archive, entry);

	if (ret == ARCHIVE_EOF)
		return 0;
	if (ret == ARCHIVE_OK)
		return 1;
	return -refuse(unpacking, archive_error_string(unpacking->archive));
}

/* A plain file with a plain name. */
static int judge_entry(const struct unpacking *unpacking, struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry);

	if (!name)
		return refuse_entry(unpacking, "?", "has no proper name");
	if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) ||
	    archive_entry_symlink(entry))
		return refuse_entry(unpacking, name, "is not a file");
	if (archive_entry_sparse_count(entry) || !archive_entry_size_is_set(entry))
		return refuse_entry(unpacking, name, "does not say how large it is");
	if (strcmp(name, "manifest.json") != 0 &&
	    (!text_starts(name, "inputs/") || !corpus_is_name(name + strlen("inputs/"))))
		return refuse_entry(unpacking, name, "has a name that no input has");
	return 0;
}

/* Exactly @size bytes, malloc-ed, or NULL after one error line. */
static char *read_entry(const struct unpacking *unpacking, const char *name, size_t size)
{
	char *data = malloc(size + 1), more;
	size_t used = 0;

	while (data && used < size) {
		la_ssize_t got = archive_read_data(unpacking->archive, data + used, size - used);

		if (got <= 0)
			break;
		used += (size_t)got;
	}
	if (data && used == size && archive_read_data(unpacking->archive, &more, 1) == 0)
		return data;
	if (archive_error_string(unpacking->archive))
		refuse(unpacking, archive_error_string(unpacking->archive));
	else
		refuse_entry(unpacking, name, "is not as large as it says");
	free(data);
	return NULL;
}

static int read_manifest(struct unpacking *unpacking)
{
	struct archive_entry *entry;
	const char *wrong;
	char *text;
	uint64_t size;
	int ret = next_entry(unpacking, &entry);

	if (ret < 0)
		return -ret;
	if (!ret)
		return refuse(unpacking, "there is nothing in it");
	ret = judge_entry(unpacking, entry);
	if (ret)
		return ret;
	if (strcmp(archive_entry_pathname(entry), "manifest.json") != 0)
		return refuse(unpacking, "it does not begin with a manifest");
	size = (uint64_t)archive_entry_size(entry);
	if (size > MANIFEST_MAX || is_bomb(unpacking, size))
		return refuse(unpacking, "its manifest is too large");
	text = read_entry(unpacking, "manifest.json", size);
	if (!text)
		return CLI_USAGE;
	wrong = manifest_parse(unpacking->manifest, text, size);
	free(text);
	if (!wrong && is_bomb(unpacking, unpacking->manifest->bytes))
		wrong = "it would become more than it can be worth";
	return wrong ? refuse(unpacking, wrong) : 0;
}

static int keep(const struct unpacking *unpacking, const struct manifest_input *input,
		const char *data)
{
	char name[CORPUS_NAME], sha256[SHA256_TEXT], *path;
	int ret = 0;

	corpus_name(data, input->size, name);
	sha256_text(data, input->size, sha256);
	if (memcmp(name, input->name, CORPUS_NAME) || memcmp(sha256, input->sha256, SHA256_TEXT))
		return refuse_entry(unpacking, input->name, "is not what its hash says");
	path = text_format("%s/%s", unpacking->dir, input->name);
	if (file_write(path, data, input->size))
		ret = cli_error("cannot write to %s: %s", path, strerror(errno));
	free(path);
	return ret;
}

static int read_input(struct unpacking *unpacking, struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry);
	struct manifest_input *input;
	char *data;
	int ret = judge_entry(unpacking, entry);

	if (ret)
		return ret;
	if (!text_starts(name, "inputs/"))
		return refuse(unpacking, "it has a second manifest");
	input = manifest_find(unpacking->manifest, name + strlen("inputs/"));
	if (!input)
		return refuse_entry(unpacking, name, "is not in the manifest");
	if (input->seen)
		return refuse_entry(unpacking, name, "is there twice");
	input->seen = true;
	if ((uint64_t)archive_entry_size(entry) != input->size)
		return refuse_entry(unpacking, name, "is not as large as the manifest says");
	data = read_entry(unpacking, name, input->size);
	if (!data)
		return CLI_USAGE;
	ret = keep(unpacking, input, data);
	free(data);
	return ret;
}

static int read_inputs(struct unpacking *unpacking)
{
	struct archive_entry *entry;
	int ret, got;

	while ((got = next_entry(unpacking, &entry)) > 0) {
		ret = read_input(unpacking, entry);
		if (ret)
			return ret;
	}
	if (got < 0)
		return -got;
	for (int i = 0; i < unpacking->manifest->count; i++)
		if (!unpacking->manifest->inputs[i].seen)
			return refuse_entry(unpacking, unpacking->manifest->inputs[i].name,
					    "is in the manifest only");
	return 0;
}

static int open_archive(struct unpacking *unpacking)
{
	struct archive *archive = archive_read_new();
	struct stat st;

	if (!archive)
		abort();
	unpacking->archive = archive;
	if (stat(unpacking->path, &st))
		return refuse(unpacking, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return refuse(unpacking, "it is not a file");
	unpacking->packed = (uint64_t)st.st_size;
	if (archive_read_support_filter_zstd(archive) != ARCHIVE_OK ||
	    archive_read_support_format_tar(archive) != ARCHIVE_OK ||
	    archive_read_open_filename(archive, unpacking->path, 65536) != ARCHIVE_OK)
		return refuse(unpacking, archive_error_string(archive));
	return 0;
}

int archive_read_corpus(const char *path, const char *dir, struct manifest *manifest)
{
	struct unpacking unpacking = { path, dir, .manifest = manifest };
	int ret = open_archive(&unpacking);

	if (!ret)
		ret = read_manifest(&unpacking);
	if (!ret && dir)
		ret = read_inputs(&unpacking);
	archive_read_free(unpacking.archive);
	return ret;
}
