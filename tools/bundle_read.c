// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything goes into memory: the archive has no say in where anything is written. Each member may come once, as an
 * ordinary file, and is read no further than its bound, whatever its header says.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "cli.h"
#include "files.h"
#include "json.h"
#include "text.h"

static const char ending[] = ".vitro.tar.zst";

struct member {
	const char *name;
	size_t limit;
	char *data; /* NULL until it has come */
	size_t size;
};

bool bundle_named(const char *path)
{
	return text_ends(path, ending);
}

/* Return: what is wrong with it, or NULL. */
static const char *take_data(struct archive *archive, struct member *member)
{
	size_t room = 64 << 10;
	la_ssize_t got;

	member->data = memory_resize(NULL, room + 1);
	while ((got = archive_read_data(archive, member->data + member->size,
					room - member->size)) > 0) {
		member->size += (size_t)got;
		if (member->size > member->limit)
			return "is too large";
		if (member->size == room)
			member->data = memory_resize(member->data, (room *= 2) + 1);
	}
	member->data[member->size] = '\0';
	return got < 0 ? "is damaged" : NULL;
}

static const char *take_entry(struct archive *archive, struct archive_entry *entry,
			      struct member *members, const char **name)
{
	const char *path = archive_entry_pathname(entry);

	*name = "a member";
	for (struct member *member = members; member->name; member++) {
		if (!path || strcmp(path, member->name) != 0)
			continue;
		*name = member->name;
		if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) ||
		    archive_entry_symlink(entry))
			return "is not an ordinary file";
		if (member->data)
			return "is there twice";
		return take_data(archive, member);
	}
	return "is none of info.json, report and input";
}

static int read_members(const char *path, struct archive *archive, struct member *members)
{
	struct archive_entry *entry;
	const char *wrong, *name;
	int ret;

	while ((ret = archive_read_next_header(archive, &entry)) == ARCHIVE_OK) {
		wrong = take_entry(archive, entry, members, &name);
		if (wrong)
			return cli_error("%s is no bundle of vitro: %s %s", path, name, wrong);
	}
	if (ret != ARCHIVE_EOF)
		return cli_error("cannot read %s: %s", path, archive_error_string(archive));
	for (; members->name; members++)
		if (!members->data)
			return cli_error("%s is no bundle of vitro: %s is missing", path,
					 members->name);
	return 0;
}

static int read_archive(const char *path, struct member *members)
{
	struct archive *archive = archive_read_new();
	int ret;

	archive_read_support_filter_zstd(archive);
	archive_read_support_format_tar(archive);
	if (archive_read_open_filename(archive, path, 64 << 10) != ARCHIVE_OK)
		ret = cli_error("cannot read %s: %s", path, archive_error_string(archive));
	else
		ret = read_members(path, archive, members);
	archive_read_free(archive);
	return ret;
}

const char *bundle_text(const struct bundle *bundle, const char *key)
{
	const char *text = json_text(bundle->info, key);

	return text && *text ? text : NULL;
}

/* They are shown, and name things here: one line of plain text each. */
static bool is_plain(const char *text)
{
	size_t length = strlen(text);

	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return length <= CRASH_TITLE;
}

static int check_info(const char *path, const struct bundle *bundle)
{
	json_t *format = json_object_get(bundle->info, "format");
	static const char *const wanted[] = { "id", "harness", "flavour", "version", "title" };
	static const char *const shown[] = { "id",    "harness", "flavour", "version",
					     "title", "tree",    "config" };

	if (!json_is_integer(format))
		return cli_error("%s is no bundle of vitro: info.json does not say so", path);
	if (json_integer_value(format) != 1)
		return cli_error("%s is of a newer vitro: format %d", path,
				 (int)json_integer_value(format));
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		if (!bundle_text(bundle, wanted[i]))
			return cli_error("%s is no bundle of vitro: info.json has no %s", path,
					 wanted[i]);
	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++)
		if (bundle_text(bundle, shown[i]) && !is_plain(bundle_text(bundle, shown[i])))
			return cli_error("%s is no bundle of vitro: its %s is no plain text", path,
					 shown[i]);
	return 0;
}

int bundle_read(const char *path, struct bundle *bundle)
{
	struct member members[] = {
		{ "info.json", BUNDLE_INFO, NULL, 0 },
		{ "report", BUNDLE_REPORT, NULL, 0 },
		{ "input", BUNDLE_INPUT, NULL, 0 },
		{ 0 },
	};
	int ret = read_archive(path, members);

	*bundle = (struct bundle){ .report = members[1].data,
				   .input = members[2].data,
				   .input_size = members[2].size };
	if (!ret) {
		bundle->info = json_loadb(members[0].data, members[0].size, 0, NULL);
		ret = check_info(path, bundle);
	}
	free(members[0].data);
	return ret;
}

void bundle_free(struct bundle *bundle)
{
	free(bundle->input);
	free(bundle->report);
	json_decref(bundle->info);
	*bundle = (struct bundle){ 0 };
}
