// SPDX-License-Identifier: GPL-2.0-only
/*
 * A finding is put together in a scratch directory and then renamed: after a kill it is there whole
 * or not at all. The same input under the same flavour is one finding, however often it is found.
 */
#include "findings.h"

#include <errno.h>
#include <jansson.h>
#include <sha1.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "project.h"
#include "text.h"

/* The group of the bug @id, "" for one that is not known yet, or of the title. */
static struct finding *group_of(struct findings *findings, const char *title, const char *id)
{
	struct finding *list;

	for (int i = 0; i < findings->kinds; i++)
		if (*id ? !strcmp(findings->list[i].id, id) :
			  !strcmp(findings->list[i].title, title))
			return &findings->list[i];
	list = memory_resize(findings->list, (size_t)(findings->kinds + 1) * sizeof(*list));
	findings->list = list;
	list[findings->kinds] = (struct finding){ .title = text_format("%s", title) };
	return &list[findings->kinds++];
}

static void set_text(json_t *object, const char *key, const char *text)
{
	json_t *value = json_string(text ? text : "");

	json_object_set_new(object, key, value ? value : json_string("?"));
}

static int write_info(const char *dir, const struct finding_report *report, const char *title)
{
	char *path = text_format("%s/info.json", dir);
	json_t *info = json_object();
	int ret;

	set_text(info, "title", title);
	set_text(info, "harness", report->harness);
	set_text(info, "flavour", report->flavour);
	set_text(info, "tree", report->tree);
	set_text(info, "version", report->version);
	set_text(info, "command", report->command);
	json_object_set_new(info, "time", json_integer(time(NULL)));
	ret = json_dump_file(info, path, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	json_decref(info);
	free(path);
	return ret;
}

static int move_input(const char *dir, const char *input)
{
	char *path = text_format("%s/input", dir);
	int ret = input ? rename(input, path) : file_write(path, "", 0);

	free(path);
	return ret;
}

static int write_log(const char *dir, const char *log)
{
	char *path = text_format("%s/log", dir);
	int ret = file_write(path, log, strlen(log));

	free(path);
	return ret;
}

/* By the input's SHA-1, as libFuzzer names artifacts; without one the time has to do. */
static char *final_directory(const struct finding_report *report)
{
	char digest[SHA1_DIGEST_STRING_LENGTH];

	if (report->input && SHA1File(report->input, digest))
		return state_path("findings/%s/%s-%s%s%s", report->harness, report->flavour, digest,
				  report->elsewhere ? "-" : "",
				  report->elsewhere ? report->elsewhere : "");
	return state_path("findings/%s/%s-noinput-%lld-%d", report->harness, report->flavour,
			  (long long)time(NULL), getpid());
}

static int place(const char *from, const char *to)
{
	char *parent = text_format("%s", to);
	int ret;

	*strrchr(parent, '/') = '\0';
	ret = file_make_directories(parent);
	free(parent);
	if (!ret)
		ret = rename(from, to);
	if (ret && (errno == ENOTEMPTY || errno == EEXIST))
		ret = file_remove_tree(from);
	return ret;
}

char *finding_save(const struct finding_report *report, const char *title)
{
	char *draft = text_format("%s/finding", report->scratch);
	char *final = final_directory(report);

	if (file_remove_tree(draft) || file_make_directories(draft) ||
	    write_log(draft, report->log) || write_info(draft, report, title) ||
	    move_input(draft, report->input) || place(draft, final)) {
		cli_fail("cannot save a finding as %s: %s", final, strerror(errno));
		free(final);
		final = NULL;
	}
	free(draft);
	return final;
}

char *findings_keep(const struct finding_report *report)
{
	struct crash parsed;
	char *directory;

	crash_parse(report->log, &parsed);
	directory = finding_save(report, parsed.title);
	crash_free(&parsed);
	return directory;
}

char *findings_keep_data(const struct finding_report *report, const void *data, size_t size)
{
	char *path = text_format("%s/input", report->scratch), *directory = NULL;
	struct finding_report named = *report;

	named.input = path;
	if (file_make_directories(report->scratch) || file_write(path, data, size))
		cli_fail("cannot write to %s: %s", path, strerror(errno));
	else
		directory = findings_keep(&named);
	unlink(path);
	free(path);
	return directory;
}

char *finding_input(const char *directory)
{
	char *path = text_format("%s/minimized", directory);

	if (file_exists(path))
		return path;
	free(path);
	return text_format("%s/input", directory);
}

int64_t finding_input_size(const char *directory)
{
	char *path = finding_input(directory);
	struct stat st;
	bool good = stat(path, &st) == 0 && S_ISREG(st.st_mode) && !strstr(directory, "-noinput-");

	free(path);
	return good ? st.st_size : -1;
}

/* A database that cannot be used is said once; the directories are there all the same. */
static struct bugs *database(struct findings *findings)
{
	if (!findings->bugs && !findings->unfiled)
		findings->unfiled = bugs_open(&findings->bugs) != 0;
	return findings->bugs;
}

static void file_crash(struct findings *findings, const struct finding_report *report,
		       const char *directory, const struct crash *parsed, char id[BUG_ID])
{
	const struct bug_crash crash = {
		.directory = directory,
		.harness = report->harness,
		.flavour = report->flavour,
		.tree = report->tree,
		.version = report->version,
		.input_size = finding_input_size(directory),
	};

	if (database(findings))
		bugs_add(findings->bugs, &crash, parsed, id, NULL);
}

/* Save one that belongs to @group, and file it. */
static void keep(struct findings *findings, const struct finding_report *report,
		 const struct crash *parsed, struct finding *group)
{
	char *directory = finding_save(report, parsed->title);

	if (!directory) {
		findings->unsaved = true;
		return;
	}
	group->saved++;
	file_crash(findings, report, directory, parsed, group->id);
	if (!group->first)
		group->first = directory;
	else
		free(directory);
}

struct finding *findings_add(struct findings *findings, const struct finding_report *report)
{
	struct finding *group;
	struct crash parsed;
	char id[BUG_ID] = "";

	crash_parse(report->log, &parsed);
	if (database(findings))
		bugs_lookup(findings->bugs, report->harness, &parsed, id);
	group = group_of(findings, parsed.title, id);
	group->fresh |= !group->count && !*id;
	group->count++;
	findings->total++;
	if (report->keep || group->saved < FINDINGS_PER_TITLE)
		keep(findings, report, &parsed, group);
	crash_free(&parsed);
	return group;
}

static const char *below_working_directory(const char *path)
{
	static char here[4096];
	size_t length;

	if (!getcwd(here, sizeof(here)))
		return path;
	length = strlen(here);
	if (strncmp(path, here, length) || path[length] != '/')
		return path;
	return path + length + 1;
}

void findings_print(const struct findings *findings, FILE *stream)
{
	if (!findings->kinds)
		return;
	fprintf(stream, "%7s  %-8s  %-60s  %s\n", "count", "id", "title", "first");
	for (int i = 0; i < findings->kinds; i++) {
		const struct finding *finding = &findings->list[i];

		fprintf(stream, "%7d  %-8s  %-60s  %s\n", finding->count,
			*finding->id ? finding->id : "-", finding->title,
			finding->first ? below_working_directory(finding->first) : "(not saved)");
	}
}

void findings_free(struct findings *findings)
{
	for (int i = 0; i < findings->kinds; i++) {
		free(findings->list[i].title);
		free(findings->list[i].first);
	}
	free(findings->list);
	bugs_close(findings->bugs);
	*findings = (struct findings){ 0 };
}
