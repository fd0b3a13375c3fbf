// SPDX-License-Identifier: GPL-2.0-only
#include "corpus_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"

enum { SOME_TIME = 946684800 /* 2000-01-01: tar is uneasy about earlier ones */ };

static int add_entry(struct archive *archive, const char *name, const void *data, size_t size)
{
	struct archive_entry *entry = archive_entry_new();
	bool good;

	if (!entry)
		abort();
	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_mtime(entry, SOME_TIME, 0);
	archive_entry_set_size(entry, (la_int64_t)size);
	good = archive_write_header(archive, entry) == ARCHIVE_OK &&
	       archive_write_data(archive, data, size) == (la_ssize_t)size;
	archive_entry_free(entry);
	return good ? 0 : -1;
}

/* Return: 0, -1 for libarchive's error, or an exit code. */
static int add_all(struct archive *archive, const struct corpus *corpus,
		   const struct manifest *manifest)
{
	char *text = manifest_text(manifest);
	int ret = add_entry(archive, "manifest.json", text, strlen(text));

	free(text);
	for (int i = 0; i < corpus->count && !ret; i++) {
		const struct corpus_input *input = &corpus->inputs[i];
		char *data = corpus_data(input);
		char *name = text_format("inputs/%s", input->name);

		ret = data ? add_entry(archive, name, data, input->size) : CLI_FOUND;
		free(name);
		free(data);
	}
	return ret;
}

static int write_archive(const char *path, const struct corpus *corpus,
			 const struct manifest *manifest)
{
	struct archive *archive = archive_write_new();
	int ret = -1;

	if (!archive)
		abort();
	if (archive_write_set_format_ustar(archive) == ARCHIVE_OK &&
	    archive_write_add_filter_zstd(archive) == ARCHIVE_OK &&
	    archive_write_set_options(archive, "zstd:compression-level=12") == ARCHIVE_OK &&
	    archive_write_open_filename(archive, path) == ARCHIVE_OK)
		ret = add_all(archive, corpus, manifest);
	if (!ret && archive_write_close(archive) != ARCHIVE_OK)
		ret = -1;
	if (ret < 0)
		ret = cli_error("cannot write to %s: %s", path, archive_error_string(archive));
	archive_write_free(archive);
	return ret;
}

static int fill_manifest(const struct corpus *corpus, struct manifest *manifest)
{
	for (int i = 0; i < corpus->count; i++) {
		const struct corpus_input *input = &corpus->inputs[i];
		char *data = corpus_data(input);

		if (!data)
			return CLI_FOUND;
		manifest_add(manifest, input->name, data, input->size);
		free(data);
	}
	manifest_finish(manifest);
	return 0;
}

int archive_write_corpus(const char *path, const struct corpus *corpus, struct manifest *manifest)
{
	char *draft = text_format("%s.new-%d", path, getpid());
	int ret = fill_manifest(corpus, manifest);

	if (!ret)
		ret = write_archive(draft, corpus, manifest);
	if (!ret && rename(draft, path))
		ret = cli_error("cannot write to %s: %s", path, strerror(errno));
	if (ret)
		unlink(draft);
	free(draft);
	return ret;
}
