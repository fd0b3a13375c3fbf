// SPDX-License-Identifier: GPL-2.0-only
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bundle.h"
#include "cli.h"
#include "files.h"
#include "findings.h"
#include "json.h"

/* Nothing of this machine or this moment: no owner, no time. */
static int add(struct archive *archive, const char *name, const void *data, size_t size)
{
	struct archive_entry *entry = archive_entry_new();
	int ret;

	archive_entry_set_pathname(entry, name);
	archive_entry_set_size(entry, (int64_t)size);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_mtime(entry, 0, 0);
	ret = archive_write_header(archive, entry);
	if (ret == ARCHIVE_OK && archive_write_data(archive, data, size) != (la_ssize_t)size)
		ret = ARCHIVE_FATAL;
	archive_entry_free(entry);
	return ret;
}

static char *info_text(const struct dossier *dossier, const char *config)
{
	const struct bug_crash *crash = &dossier->crashes[0];
	char *path = text_format("%s/info.json", crash->directory), *text;
	json_t *found = json_load_file(path, 0, NULL), *info;

	info = json_pack("{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s?}", "format", 1, "id",
			 dossier->bug.id, "title", dossier->bug.title, "harness", crash->harness,
			 "flavour", crash->flavour, "tree", crash->tree, "version", crash->version,
			 "config", config, "vitro", dossier->vitro, "command",
			 json_text(found, "command"));
	text = json_dumps(info, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	json_decref(info);
	json_decref(found);
	free(path);
	return text;
}

static struct archive *create(const char *path)
{
	struct archive *archive = archive_write_new();

	if (archive_write_add_filter_zstd(archive) == ARCHIVE_OK &&
	    archive_write_set_filter_option(archive, "zstd", "compression-level", "19") ==
		    ARCHIVE_OK &&
	    archive_write_set_format_ustar(archive) == ARCHIVE_OK &&
	    archive_write_open_filename(archive, path) == ARCHIVE_OK)
		return archive;
	cli_fail("cannot write to %s: %s", path, archive_error_string(archive));
	archive_write_free(archive);
	return NULL;
}

static int write_members(struct archive *archive, const struct dossier *dossier, const char *info,
			 const char *input, size_t input_size)
{
	if (add(archive, "info.json", info, strlen(info)) ||
	    add(archive, "report", dossier->report, strlen(dossier->report)) ||
	    add(archive, "input", input, input_size))
		return -1;
	return archive_write_close(archive);
}

int bundle_write(const char *path, const struct dossier *dossier, const char *config)
{
	char *draft = text_format("%s.%d", path, getpid());
	char *source = finding_input(dossier->crashes[0].directory);
	char *info = info_text(dossier, config);
	struct archive *archive = NULL;
	size_t size;
	char *input = file_read(source, &size);
	int ret = 0;

	if (!input)
		ret = cli_error("cannot read %s: %s", source, strerror(errno));
	else
		archive = create(draft);
	if (archive && write_members(archive, dossier, info, input, size))
		ret = cli_fail("cannot write to %s: %s", path, archive_error_string(archive));
	else if (archive && rename(draft, path))
		ret = cli_fail("cannot write to %s: %s", path, strerror(errno));
	if (archive)
		archive_write_free(archive);
	else if (!ret)
		ret = CLI_FOUND;
	if (ret)
		unlink(draft);
	free(input);
	free(info);
	free(source);
	free(draft);
	return ret;
}
