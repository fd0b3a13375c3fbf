// SPDX-License-Identifier: GPL-2.0-only
/* A page for people, in the Markdown that GitHub and GitLab have in common. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ci_parts.h"
#include "dossier.h"
#include "files.h"
#include "markup.h"

/* What comes from programs and file names, as code: it must not be taken for markup, nor end a column. */
static void code(FILE *to, const char *text)
{
	fputc('`', to);
	for (; *text; text++) {
		if (*text == '|')
			fputs("\\|", to);
		else
			fputc(*text == '`' ? '\'' : *text == '\n' ? ' ' : *text, to);
	}
	fputc('`', to);
}

static void write_heading(const struct ci *ci, FILE *to)
{
	int fresh = ci_count(ci, CI_NEW), broken = ci_broken(ci);

	fputs("## vitro: ", to);
	if (broken)
		fprintf(to, "%d of %d programs broken", broken, ci->count);
	if (broken && fresh)
		fputs(", ", to);
	if (fresh)
		fprintf(to, "%d new finding%s", fresh, fresh == 1 ? "" : "s");
	if (!broken && !fresh)
		fputs("nothing new", to);
	fputs("\n\n", to);
	if (ci->change.base)
		fprintf(to, "%d changed file%s since `%.12s`, Linux %s.\n\n", ci->change.count,
			ci->change.count == 1 ? "" : "s", ci->change.base,
			ci->resolved.version ? ci->resolved.version : "?");
	if (!ci->count)
		fputs("No harness is made of what has changed.\n\n", to);
}

static void write_program(const struct ci_program *program, FILE *to)
{
	fprintf(to, "| %s | %s | ", program->harness, program->flavour);
	code(to, program->why ? program->why : "");
	if (program->reason) {
		fprintf(to, " | %s: ", ci_trouble(program));
		code(to, program->reason);
		fprintf(to, "%s | | | |\n", program->before ? ", nor does the base" : "");
		return;
	}
	fprintf(to, " | %d | %" PRIu64 " in %.0f s | %u | %d |\n", program->inputs, program->execs,
		program->seconds, program->coverage, program->found);
}

static void write_programs(const struct ci *ci, FILE *to)
{
	if (!ci->count)
		return;
	fputs("| harness | sanitizer | because of | replayed | fuzzed | edges | crashes |\n"
	      "|---|---|---|---|---|---|---|\n",
	      to);
	for (int i = 0; i < ci->count; i++)
		write_program(&ci->programs[i], to);
	fputc('\n', to);
}

static void write_stacks(const struct dossier *dossier, FILE *to)
{
	char *stacks = NULL, *reproduce = dossier_reproduce(dossier);
	size_t size;
	FILE *text = open_memstream(&stacks, &size);

	if (!text)
		abort();
	dossier_stacks(dossier, "", text);
	fclose(text);
	fputs("<details><summary>stacks</summary>\n\n<pre>\n", to);
	markup_text(to, stacks);
	fprintf(to, "</pre>\n\n</details>\n\n`%s` runs it again.\n\n", reproduce);
	free(reproduce);
	free(stacks);
}

static void write_finding(const struct ci_finding *finding, FILE *to)
{
	fputs("- ", to);
	code(to, finding->title);
	fprintf(to, ", %s %s, %d time%s", finding->harness, finding->flavour, finding->count,
		finding->count == 1 ? "" : "s");
	if (finding->note) {
		fputs(": ", to);
		code(to, finding->note);
	}
	fputs("\n\n", to);
}

static const struct dossier *dossier_of(const struct ci_finding *finding,
					const struct dossier *list, int count)
{
	for (int i = 0; i < count; i++)
		if (!strcmp(list[i].bug.id, finding->id))
			return &list[i];
	return NULL;
}

static void write_findings(const struct ci *ci, enum ci_verdict verdict, const char *heading,
			   const struct dossier *list, int count, FILE *to)
{
	if (!ci_count(ci, verdict))
		return;
	fprintf(to, "### %s\n\n", heading);
	for (int i = 0; i < ci->finding_count; i++) {
		const struct ci_finding *finding = &ci->findings[i];
		const struct dossier *dossier = dossier_of(finding, list, count);

		if (finding->verdict != verdict)
			continue;
		write_finding(finding, to);
		if (dossier)
			write_stacks(dossier, to);
	}
}

int ci_write_summary(const struct ci *ci, const struct dossier *list, int count, FILE *to)
{
	write_heading(ci, to);
	write_programs(ci, to);
	write_findings(ci, CI_NEW, "New", list, count, to);
	write_findings(ci, CI_KNOWN, ci->change.base ? "On the base as well" : "Known from before",
		       NULL, 0, to);
	write_findings(ci, CI_FLAKY, "Not seen again with the same input", NULL, 0, to);
	write_findings(ci, CI_HOLE, "The shim lacks something, which is no bug of the kernel", NULL,
		       0, to);
	write_findings(ci, CI_IGNORED, "Ignored, by findings.overrides", NULL, 0, to);
	return ferror(to);
}
