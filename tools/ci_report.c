// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ci_parts.h"
#include "cli.h"
#include "dossier.h"
#include "exports.h"
#include "files.h"

/* What the writers below are about: export_to() hands on dossiers alone. */
static const struct ci *current;

static int write_summary(const struct dossier *list, int count, FILE *to)
{
	return ci_write_summary(current, list, count, to);
}

static int write_junit(const struct dossier *list, int count, FILE *to)
{
	return ci_write_junit(current, list, count, to);
}

static int write_json(const struct dossier *list, int count, FILE *to)
{
	(void)list;
	(void)count;
	return ci_write_json(current, to);
}

static const struct {
	const char *name;
	int (*write)(const struct dossier *list, int count, FILE *to);
} files[] = {
	{ "vitro.sarif", export_sarif },  { "junit.xml", write_junit },
	{ "gitlab.json", export_gitlab }, { "summary.md", write_summary },
	{ "result.json", write_json },
};

int ci_clear_reports(const struct ci *ci)
{
	if (file_make_directories(ci->output) || access(ci->output, W_OK))
		return cli_error("cannot write to %s: %s", ci->output, strerror(errno));
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		char *path = text_format("%s/%s", ci->output, files[i].name);

		unlink(path);
		free(path);
	}
	return 0;
}

static int write_files(const struct ci *ci, const struct dossier *list, int count)
{
	int ret = 0;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files) && !ret; i++) {
		char *path = text_format("%s/%s", ci->output, files[i].name);

		ret = export_to(path, files[i].write, list, count);
		free(path);
	}
	return ret;
}

/* Where a job of GitHub's shows it. */
static int append_summary(const struct ci *ci, const struct dossier *list, int count)
{
	const char *path = getenv("GITHUB_STEP_SUMMARY");
	FILE *to;
	int ret;

	if (!path || !*path)
		return 0;
	to = fopen(path, "ae");
	ret = to ? ci_write_summary(ci, list, count, to) : -1;
	if (to && fclose(to))
		ret = -1;
	return ret ? cli_fail("cannot write to %s: %s", path, strerror(errno)) : 0;
}

/* Of a schedule all that are open; of a change, what it brings. */
static bool is_exported(const struct ci *ci, const struct ci_finding *finding)
{
	return *finding->id &&
	       (finding->verdict == CI_NEW || (finding->verdict == CI_KNOWN && !ci->change.base));
}

static int load(const struct ci *ci, struct bugs *bugs, struct dossier **list, int *count)
{
	struct strings ids = { 0 };
	int ret = 0;

	for (int i = 0; i < ci->finding_count; i++)
		if (is_exported(ci, &ci->findings[i]))
			strings_add(&ids, ci->findings[i].id);
	if (ids.count)
		ret = dossiers_load(bugs, ids.item, list, count);
	for (int i = 0; i < *count; i++)
		(*list)[i].tree = ci->asked;
	strings_clear(&ids);
	return ret;
}

static void print_findings(const struct ci *ci)
{
	for (int i = 0; i < ci->finding_count; i++) {
		const struct ci_finding *finding = &ci->findings[i];

		ci_say(ci, "%-7s  %-8s  %s (%s %s)%s%s", ci_verdict_name(finding->verdict),
		       *finding->id ? finding->id : "-", finding->title, finding->harness,
		       finding->flavour, finding->note ? ": " : "",
		       finding->note ? finding->note : "");
	}
}

static void print_end(const struct ci *ci)
{
	int fresh = ci_count(ci, CI_NEW), broken = ci_broken(ci);

	for (int i = 0; i < ci->count; i++)
		if (ci->programs[i].reason)
			ci_say(ci, "%-7s  %s %s %s: %s%s", "broken", ci->programs[i].harness,
			       ci->programs[i].flavour, ci_trouble(&ci->programs[i]),
			       ci->programs[i].reason,
			       ci->programs[i].before ? " (nor does the base)" : "");
	print_findings(ci);
	if (broken)
		ci_say(ci, "the change breaks %d of %d programs", broken, ci->count);
	if (fresh)
		ci_say(ci, "%d new finding%s; vitro repro ID%s%s runs one again", fresh,
		       fresh == 1 ? "" : "s", ci->asked ? " -k " : "", ci->asked ? ci->asked : "");
	else if (!broken)
		ci_say(ci, "nothing new");
	ci_say(ci, "reports: %s", ci->output);
}

int ci_report(struct ci *ci)
{
	struct bugs *bugs = NULL;
	struct dossier *list = NULL;
	int count = 0, ret = 0;

	current = ci;
	if (ci->finding_count)
		ret = bugs_open(&bugs);
	if (!ret)
		ret = load(ci, bugs, &list, &count);
	if (!ret)
		ret = write_files(ci, list, count);
	if (!ret)
		ret = append_summary(ci, list, count);
	if (!ret)
		print_end(ci);
	if (!ret)
		ci_annotate(ci, list, count);
	if (!ret && ci->json)
		ret = ci_write_json(ci, stdout);
	dossiers_free(list, count);
	bugs_close(bugs);
	return ret;
}
