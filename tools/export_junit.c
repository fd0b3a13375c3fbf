// SPDX-License-Identifier: GPL-2.0-only
/*
 * JUnit's XML, the part that its readers agree on: a suite for each harness, and in it each bug as a test that fails.
 * So little markup that text with everything escaped (markup.h) is all that it takes.
 */
#include <stdlib.h>
#include <string.h>

#include "exports.h"
#include "markup.h"

static void attribute(FILE *to, const char *name, const char *value)
{
	fprintf(to, " %s=\"", name);
	markup_text(to, value);
	fputc('"', to);
}

void junit_write_case(const struct dossier *dossier, FILE *to)
{
	const struct crash_frame *frame = dossier_place(dossier);
	char *stacks = NULL, *reproduce = dossier_reproduce(dossier);
	size_t size;
	FILE *text = open_memstream(&stacks, &size);

	if (!text)
		abort();
	dossier_stacks(dossier, "", text);
	fprintf(text, "\n%s\n", reproduce);
	free(reproduce);
	fclose(text);
	fputs("    <testcase", to);
	attribute(to, "name", dossier->bug.id);
	attribute(to, "classname", dossier->bug.harness);
	fputs(" time=\"0\"", to);
	if (frame)
		attribute(to, "file", frame->file);
	if (frame && frame->line)
		fprintf(to, " line=\"%d\"", frame->line);
	fputs(">\n      <failure", to);
	attribute(to, "message", dossier->bug.title);
	attribute(to, "type", crash_class_name(dossier->bug.class));
	fputc('>', to);
	markup_text(to, stacks);
	fputs("</failure>\n    </testcase>\n", to);
	free(stacks);
}

static bool is_of(const struct dossier *dossier, const char *harness)
{
	return strcmp(dossier->bug.harness, harness) == 0;
}

static void write_suite(const struct dossier *list, int count, const char *harness, FILE *to)
{
	int members = 0;

	for (int i = 0; i < count; i++)
		members += is_of(&list[i], harness);
	fputs("  <testsuite", to);
	attribute(to, "name", harness);
	fprintf(to, " tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\" time=\"0\">\n",
		members, members);
	for (int i = 0; i < count; i++)
		if (is_of(&list[i], harness))
			junit_write_case(&list[i], to);
	fputs("  </testsuite>\n", to);
}

int export_junit(const struct dossier *list, int count, FILE *to)
{
	fprintf(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	fprintf(to,
		"<testsuites name=\"vitro\" tests=\"%d\" failures=\"%d\" errors=\"0\" time=\"0\">\n",
		count, count);
	for (int i = 0; i < count; i++) {
		int earlier = 0;

		while (earlier < i && !is_of(&list[earlier], list[i].bug.harness))
			earlier++;
		if (earlier == i)
			write_suite(list, count, list[i].bug.harness, to);
	}
	fputs("</testsuites>\n", to);
	return ferror(to);
}
