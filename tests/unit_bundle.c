// SPDX-License-Identifier: GPL-2.0-only
/* Archives from anywhere: what is not exactly a bundle is refused in one line, and nothing is written. */
#include <archive.h>
#include <archive_entry.h>

#include "bundle.h"
#include "files.h"
#include "text.h"
#include "unit.h"

#define INFO                                                                                     \
	"{\"format\": 1, \"id\": \"01234567\", \"harness\": \"demo\", \"flavour\": \"address\"," \
	" \"version\": \"6.12.1\", \"title\": \"a title\", \"config\": \"\"}"

/* A member: its text, or when that is NULL @zeroes bytes; a link to @link. */
struct part {
	const char *name, *text, *link, *hardlink;
	size_t zeroes;
	int type;
};

/* An ordinary file. */
#define TEXT(member, content) { .name = (member), .text = (content) }
#define REST                  TEXT("report", "r"), TEXT("input", "abc")

static const struct {
	const char *what;
	struct part parts[5];
	const char *error; /* NULL: it is taken */
} rows[] = {
	{ "good", { TEXT("info.json", INFO), REST }, NULL },
	{ "no report", { TEXT("info.json", INFO), TEXT("input", "abc") }, "report is missing" },
	{ "nothing", { { 0 } }, "info.json is missing" },
	{ "a path upwards", { TEXT("../input", "abc") }, "a member is none of" },
	{ "an absolute path", { TEXT("/etc/passwd", "abc") }, "a member is none of" },
	{ "a path below", { TEXT("./input", "abc") }, "a member is none of" },
	{ "a link",
	  { { .name = "input", .link = "/etc/passwd", .type = AE_IFLNK } },
	  "input is not an ordinary file" },
	{ "a hard link",
	  { TEXT("info.json", INFO), { .name = "input", .hardlink = "info.json" } },
	  "input is not an ordinary file" },
	{ "a directory", { { .name = "input", .type = AE_IFDIR } }, "is no" },
	{ "a device", { { .name = "input", .type = AE_IFCHR } }, "input is not an ordinary file" },
	{ "twice", { TEXT("input", "abc"), TEXT("input", "def") }, "input is there twice" },
	{ "a bomb", { { .name = "input", .zeroes = (64 << 20) + 1 } }, "input is too large" },
	{ "large info", { { .name = "info.json", .zeroes = 65537 } }, "info.json is too large" },
	{ "no JSON", { TEXT("info.json", "{"), REST }, "info.json does not say so" },
	{ "an array", { TEXT("info.json", "[]"), REST }, "info.json does not say so" },
	{ "newer", { TEXT("info.json", "{\"format\": 2}"), REST }, "of a newer vitro" },
	{ "no harness",
	  { TEXT("info.json", "{\"format\": 1, \"id\": \"1\"}"), REST },
	  "info.json has no harness" },
	{ "a title for the terminal",
	  { TEXT("info.json", "{\"format\":1,\"id\":\"1\",\"harness\":\"h\",\"flavour\":\"f\","
			      "\"version\":\"v\",\"title\":\"\\u001b[2J\"}"),
	    REST },
	  "its title is no plain text" },
};

static void add_part(struct archive *archive, const struct part *part)
{
	struct archive_entry *entry = archive_entry_new();
	size_t size = part->text ? strlen(part->text) : part->zeroes;
	char *zeroes = calloc(1, size + 1);

	archive_entry_set_pathname(entry, part->name);
	archive_entry_set_filetype(entry, part->type ? (unsigned int)part->type : AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	if (part->link)
		archive_entry_set_symlink(entry, part->link);
	if (part->hardlink)
		archive_entry_set_hardlink(entry, part->hardlink);
	archive_entry_set_size(entry, (int64_t)size);
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	archive_write_data(archive, part->text ? part->text : zeroes, size);
	archive_entry_free(entry);
	free(zeroes);
}

static char *make_archive(const struct part *parts)
{
	char *path = text_format("%s/x.vitro.tar.zst", unit_directory());
	struct archive *archive = archive_write_new();

	archive_write_add_filter_zstd(archive);
	archive_write_set_format_pax_restricted(archive);
	assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
	for (; parts->name; parts++)
		add_part(archive, parts);
	archive_write_free(archive);
	return path;
}

static void what_is_no_bundle_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *path = make_archive(rows[i].parts);
		struct bundle bundle;
		const char *said;
		int ret;

		unit_listen();
		ret = bundle_read(path, &bundle);
		said = unit_said();
		if (!ret && !rows[i].error) {
			assert_int_equal(bundle.input_size, 3);
			assert_string_equal(bundle_text(&bundle, "harness"), "demo");
			assert_null(bundle_text(&bundle, "config"));
		}
		bundle_free(&bundle);
		if ((ret != 0) != (rows[i].error != NULL) || (ret && !strstr(said, rows[i].error)))
			fail_msg("%s: %d, %s", rows[i].what, ret, said);
		assert_true(!ret || strchr(said, '\n') == said + strlen(said) - 1);
		free(path);
	}
}

/* Cut off, or with a byte changed: refused, or taken for what it says. */
static void damaged_anywhere(void **state)
{
	char *path = make_archive(rows[0].parts), *bytes;
	size_t size;

	(void)state;
	bytes = file_read(path, &size);
	for (size_t at = 0; at < 2 * size; at++) {
		struct bundle bundle;
		char *copy = memory_resize(NULL, size);
		int ret;

		memcpy(copy, bytes, size);
		copy[at % size] ^= (char)(1 << at % 8);
		assert_int_equal(file_write(path, copy, at < size ? at : size), 0);
		unit_listen();
		ret = bundle_read(path, &bundle);
		unit_said();
		assert_true(ret == 0 || ret == 2);
		assert_true(at >= size || ret == 2);
		bundle_free(&bundle);
		free(copy);
	}
	free(bytes);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_bundle_is_refused),
		cmocka_unit_test(damaged_anywhere),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	file_remove_tree(unit_directory());
	return failed;
}
