// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>

#include "dossier.h"
#include "files.h"
#include "span.h"
#include "text.h"

enum { MOST_CRASHES = 10 };

static void show_what(const struct dossier *dossier, FILE *to)
{
	const struct crash *crash = &dossier->crash;
	char *access = dossier_access(dossier), *rust = dossier_rust(dossier);
	char *place = frame_place(crash->at);

	fprintf(to, "class      %s%s%s, reported by %s\n", crash_class_name(dossier->bug.class),
		*access ? ", " : "", access, crash_tool_name(crash));
	fprintf(to, "safety     %s; %s\n", crash_safety(crash), rust);
	if (crash->at)
		fprintf(to, "at         %s %s\n", crash->at->function, place);
	free(place);
	free(rust);
	free(access);
}

static void show_crash(const struct bug_crash *crash, FILE *to)
{
	if (crash->runs)
		fprintf(to, "  %d of %d", crash->hits, crash->runs);
	else
		fprintf(to, "  not run again");
	if (crash->input_size >= 0)
		fprintf(to, ", %" PRId64 " bytes", crash->input_size);
	else
		fprintf(to, ", no input");
	fprintf(to, ", %s %s  %s\n", crash->flavour, crash->version, crash->directory);
}

static void show_lists(const struct dossier *dossier, FILE *to)
{
	int shown = dossier->crash_count < MOST_CRASHES ? dossier->crash_count : MOST_CRASHES;

	fprintf(to, "\nkeys\n");
	for (int i = 0; i < dossier->key_count; i++)
		fprintf(to, "  %s %s: %s\n", dossier->keys[i].strong ? "strong" : "weak  ",
			dossier->keys[i].kind, dossier->keys[i].text);
	fprintf(to, "\ncrashes\n");
	for (int i = 0; i < shown; i++)
		show_crash(&dossier->crashes[i], to);
	if (shown < dossier->crash_count)
		fprintf(to, "  and %d more\n", dossier->crash_count - shown);
}

static void show_log(const char *log, FILE *to)
{
	if (!*log)
		return;
	fprintf(to, "\nkernel log\n");
	for (; *log; log = line_after(line_at(log)))
		fprintf(to, "  %.*s\n", (int)line_at(log).length, log);
}

void dossier_show(const struct dossier *dossier, FILE *to)
{
	char *first = dossier_time(dossier->bug.first_seen);
	char *last = dossier_time(dossier->bug.last_seen);

	fprintf(to, "%s  %s\n\n", dossier->bug.id, dossier->bug.title);
	fprintf(to, "state      %s%s%s\n", dossier->bug.state, *dossier->bug.note ? ": " : "",
		dossier->bug.note);
	show_what(dossier, to);
	fprintf(to, "harness    %s\n", dossier->bug.harness);
	fprintf(to, "seen       %s to %s UTC\n", first, last);
	fprintf(to, "reproduce  ./vitro repro %s\n", dossier->bug.id);
	show_lists(dossier, to);
	dossier_stacks(dossier, "", to);
	show_log(dossier->crash.log, to);
	free(last);
	free(first);
}
