// SPDX-License-Identifier: GPL-2.0-only
/* A report for a mailing list: plain text, lines that mail programs leave alone, the input where it is small. */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "class_notes.h"
#include "exports.h"
#include "files.h"
#include "findings.h"
#include "span.h"

enum { SMALL_INPUT = 512, WIDTH = 72 };

static void write_versions(const struct dossier *dossier, FILE *to)
{
	const struct bug_crash *crash = &dossier->crashes[0];
	char *seen = dossier_time(dossier->bug.first_seen);

	fprintf(to, "Kernel:     Linux %s\n", crash->version);
	fprintf(to, "Found by:   vitro %s, harness %s, %s flavour\n", dossier->vitro,
		crash->harness, crash->flavour);
	fprintf(to, "First seen: %s UTC\n", seen);
	if (crash->runs)
		fprintf(to, "Reproduces: %d of %d runs\n", crash->hits, crash->runs);
	free(seen);
}

static void write_what(const struct dossier *dossier, FILE *to)
{
	char *access = dossier_access(dossier), *place = frame_place(dossier->crash.at);

	fprintf(to, "\n## Report\n\n");
	fprintf(to, "    %s\n", dossier->bug.title);
	if (*access)
		fprintf(to, "    %s", access);
	if (dossier->crash.at)
		fprintf(to, "%s in %s %s", *access ? "" : "   ", dossier->crash.at->function,
			place);
	if (*access || dossier->crash.at)
		fputc('\n', to);
	dossier_stacks(dossier, "    ", to);
	free(place);
	free(access);
}

static void write_log(const char *log, FILE *to)
{
	if (!*log)
		return;
	fprintf(to, "\n## Kernel log\n\n");
	for (; *log; log = line_after(line_at(log)))
		fprintf(to, "    %.*s\n", (int)line_at(log).length, log);
}

static char *read_input(const struct dossier *dossier, size_t *size)
{
	char *path = finding_input(dossier->crashes[0].directory);
	char *input = dossier->crashes[0].input_size >= 0 ? file_read(path, size) : NULL;

	free(path);
	return input;
}

static void write_input(const struct dossier *dossier, FILE *to)
{
	size_t size = 0;
	char *input = read_input(dossier, &size);

	if (input && size && size <= SMALL_INPUT) {
		fprintf(to, "\nThe input (%zu bytes), for xxd -r -p:\n\n", size);
		for (size_t i = 0; i < size; i++)
			fprintf(to, "%s%02x%s", i % 32 ? "" : "    ", (unsigned char)input[i],
				i % 32 == 31 || i + 1 == size ? "\n" : "");
	} else if (input) {
		fprintf(to, "\nThe input has %zu bytes; it is in the bundle.\n", size);
	}
	free(input);
}

static void write_reproduction(const struct dossier *dossier, FILE *to)
{
	const struct bug_crash *crash = &dossier->crashes[0];

	fprintf(to, "\n## How to reproduce\n\n");
	fprintf(to, "The harness is an ordinary program, built from an unmodified tree:\n\n");
	fprintf(to, "    ./vitro repro --harness %s -s %s -k LINUX INPUT\n", crash->harness,
		crash->flavour);
	fprintf(to, "\nOr, with the bundle that `vitro repro --bundle %s` makes:\n\n",
		dossier->bug.id);
	fprintf(to, "    ./vitro repro %s.vitro.tar.zst\n", dossier->bug.id);
	write_input(dossier, to);
}

/* A paragraph, broken into lines. */
static void write_wrapped(const char *text, FILE *to)
{
	int column = 0;

	while (*(text += strspn(text, " "))) {
		int length = (int)strcspn(text, " ");

		if (column && column + 1 + length > WIDTH) {
			fputc('\n', to);
			column = 0;
		}
		column += fprintf(to, "%s%.*s", column ? " " : "", length, text);
		text += length;
	}
	fputc('\n', to);
}

static void write_one(const struct dossier *dossier, FILE *to)
{
	const struct class_note *note = class_note(dossier->bug.class);
	char *rust = dossier_rust(dossier), *safety;

	fprintf(to, "# [BUG] %s\n\n", dossier->bug.title);
	write_versions(dossier, to);
	fputc('\n', to);
	safety = text_format("%s This is a matter of %s; %s.", note->help,
			     crash_safety(&dossier->crash), rust);
	write_wrapped(safety, to);
	write_what(dossier, to);
	write_log(dossier->crash.log, to);
	write_reproduction(dossier, to);
	free(safety);
	free(rust);
}

int export_markdown(const struct dossier *list, int count, FILE *to)
{
	for (int i = 0; i < count; i++) {
		if (i)
			fprintf(to, "\n---\n\n");
		write_one(&list[i], to);
	}
	return ferror(to);
}
