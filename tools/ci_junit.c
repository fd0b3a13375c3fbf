// SPDX-License-Identifier: GPL-2.0-only
/* JUnit's XML: a suite for each program, whose tests are the steps it went through and what they found. */
#include <string.h>

#include "ci_parts.h"
#include "dossier.h"
#include "exports.h"
#include "markup.h"

static bool is_of(const struct ci *ci, const struct ci_program *program,
		  const struct dossier *dossier)
{
	for (int i = 0; i < ci->finding_count; i++) {
		const struct ci_finding *finding = &ci->findings[i];

		if (!strcmp(finding->id, dossier->bug.id))
			return !strcmp(finding->harness, program->harness) &&
			       !strcmp(finding->flavour, program->flavour);
	}
	return false;
}

static void write_step(const struct ci_program *program, const char *name, double seconds, FILE *to)
{
	fprintf(to, "    <testcase name=\"%s\" classname=\"", name);
	markup_format(to, "%s.%s", program->harness, program->flavour);
	fprintf(to, "\" time=\"%.1f\"/>\n", seconds);
}

static void write_broken(const struct ci_program *program, FILE *to)
{
	fprintf(to, "    <testcase name=\"%s\" classname=\"", program->built ? "start" : "build");
	markup_format(to, "%s.%s", program->harness, program->flavour);
	fprintf(to, "\" time=\"0\">\n      <error type=\"%s\" message=\"", ci_trouble(program));
	markup_text(to, program->reason);
	fputs("\"></error>\n    </testcase>\n", to);
}

/* What the base cannot build either was left out. */
static void write_skipped(const struct ci_program *program, FILE *to)
{
	fputs("    <testcase name=\"build\" classname=\"", to);
	markup_format(to, "%s.%s", program->harness, program->flavour);
	fputs("\" time=\"0\">\n      <skipped/>\n    </testcase>\n", to);
}

static void write_suite(const struct ci *ci, const struct ci_program *program,
			const struct dossier *list, int count, FILE *to)
{
	int failures = 0, broken = program->reason != NULL, before = broken && program->before;

	for (int i = 0; i < count; i++)
		failures += is_of(ci, program, &list[i]);
	fputs("  <testsuite name=\"", to);
	markup_format(to, "%s.%s", program->harness, program->flavour);
	fprintf(to, "\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%.1f\">\n",
		failures + (broken ? 1 : 3), failures, broken - before, before, program->seconds);
	if (before) {
		write_skipped(program, to);
	} else if (broken) {
		write_broken(program, to);
	} else {
		write_step(program, "build", 0, to);
		write_step(program, "replay", 0, to);
		write_step(program, "fuzz", program->seconds, to);
	}
	for (int i = 0; i < count; i++)
		if (is_of(ci, program, &list[i]))
			junit_write_case(&list[i], to);
	fputs("  </testsuite>\n", to);
}

int ci_write_junit(const struct ci *ci, const struct dossier *list, int count, FILE *to)
{
	int tests = count, broken = 0;

	for (int i = 0; i < ci->count; i++) {
		tests += ci->programs[i].reason ? 1 : 3;
		broken += ci->programs[i].reason && !ci->programs[i].before;
	}
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", to);
	fprintf(to,
		"<testsuites name=\"vitro\" tests=\"%d\" failures=\"%d\" errors=\"%d\" time=\"0\">\n",
		tests, count, broken);
	for (int i = 0; i < ci->count; i++)
		write_suite(ci, &ci->programs[i], list, count, to);
	fputs("</testsuites>\n", to);
	return ferror(to);
}
