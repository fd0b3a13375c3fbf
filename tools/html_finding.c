// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "class_notes.h"
#include "html.h"
#include "markup.h"

enum { MOST_CRASHES = 8 };

static void fact(FILE *to, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	fprintf(to, "<dt>%s</dt><dd>", name);
	markup_text(to, value);
	fputs("</dd>\n", to);
}

static void write_facts(const struct dossier *dossier, FILE *to)
{
	const struct bug *bug = &dossier->bug;
	const struct crash *crash = &dossier->crash;
	char *access = dossier_access(dossier), *rust = dossier_rust(dossier);
	char *first = dossier_time(bug->first_seen), *last = dossier_time(bug->last_seen);
	char *place = frame_place(crash->at);

	fputs("<dl>\n", to);
	fact(to, "Class", crash_class_name(bug->class));
	fact(to, "Access", access);
	fact(to, "Reported by", crash_tool_name(crash));
	fact(to, "Safety", crash_safety(crash));
	fact(to, "In Rust", rust);
	fputs("<dt>Where</dt><dd>", to);
	if (crash->at)
		markup_format(to, "%s %s", crash->at->function, place);
	else
		fputs("not known", to);
	fputs("</dd>\n", to);
	fact(to, "Harness", bug->harness);
	fact(to, "Kernel", dossier->crashes[0].version);
	fputs("<dt>Seen (UTC)</dt><dd>", to);
	markup_format(to, "%s to %s", first, last);
	fputs("</dd>\n<dt>State</dt><dd>", to);
	markup_format(to, "%s%s%s", bug->state, *bug->note ? ": " : "", bug->note);
	fputs("</dd>\n</dl>\n", to);
	free(place);
	free(last);
	free(first);
	free(rust);
	free(access);
}

static void write_frame(const struct html_tree *tree, const struct crash_frame *frame, FILE *to)
{
	char *place = frame_place(frame);

	fprintf(to, "<li class=\"mono%s\">", frame->machinery ? " machinery" : "");
	markup_text(to, frame->function);
	fputs(" <span class=\"soft\">", to);
	markup_text(to, place);
	fputs("</span>", to);
	if (!frame->machinery)
		html_source(tree, frame, to);
	fputs("</li>\n", to);
	free(place);
}

static void write_stacks(const struct dossier *dossier, FILE *to)
{
	struct html_tree *tree = html_tree(dossier);

	for (int i = 0; i < dossier->crash.stack_count; i++) {
		const struct crash_stack *stack = &dossier->crash.stacks[i];

		char *heading = stack_heading(dossier, stack);

		fputs("<h3>", to);
		markup_text(to, heading);
		fputs("</h3>\n<ol class=\"stack\">\n", to);
		free(heading);
		for (int j = 0; j < stack_length(stack); j++)
			write_frame(tree, &stack->frames[j], to);
		fputs("</ol>\n", to);
	}
	if (!dossier->crash.stack_count)
		fputs("<p class=\"soft\">The report has no stack.</p>\n", to);
	html_tree_free(tree);
}

/* HARNESS/FLAVOUR-SHA1: where the findings are is no matter. */
static const char *below_findings(const char *directory)
{
	const char *slash = strrchr(directory, '/');

	while (slash > directory && slash[-1] != '/')
		slash--;
	return slash ? slash : directory;
}

static void write_crashes(const struct dossier *dossier, FILE *to)
{
	int shown = dossier->crash_count < MOST_CRASHES ? dossier->crash_count : MOST_CRASHES;

	fputs("<h3>All inputs</h3>\n<div class=\"wide\"><table><tr><th>Directory</th>"
	      "<th class=\"number\">Bytes</th><th class=\"number\">Reproduced</th><th>Flavour</th>"
	      "<th>Kernel</th></tr>\n",
	      to);
	for (int i = 0; i < shown; i++) {
		const struct bug_crash *crash = &dossier->crashes[i];

		fputs("<tr><td class=\"mono title\">", to);
		markup_text(to, below_findings(crash->directory));
		fprintf(to, "</td><td class=\"number\">%lld</td><td class=\"number\">",
			(long long)crash->input_size);
		if (crash->runs)
			fprintf(to, "%d of %d", crash->hits, crash->runs);
		else
			fputs("not tried", to);
		fputs("</td><td>", to);
		markup_text(to, crash->flavour);
		fputs("</td><td>", to);
		markup_text(to, crash->version);
		fputs("</td></tr>\n", to);
	}
	fputs("</table></div>\n", to);
	if (shown < dossier->crash_count)
		fprintf(to, "<p class=\"soft\">And %d more.</p>\n", dossier->crash_count - shown);
}

void html_finding(const struct dossier *dossier, FILE *to)
{
	const struct bug *bug = &dossier->bug;

	fprintf(to, "<section id=\"f-%s\">\n<h2>", bug->id);
	markup_text(to, bug->title);
	fputs("</h2>\n", to);
	write_facts(dossier, to);
	fputs("<p class=\"soft\">", to);
	markup_text(to, class_note(bug->class)->help);
	fprintf(to, "</p>\n<h3>To reproduce</h3>\n<pre>./vitro repro %s</pre>\n", bug->id);
	write_stacks(dossier, to);
	html_input(dossier, to);
	if (*dossier->crash.log) {
		fputs("<h3>Kernel log</h3>\n<pre>", to);
		markup_text(to, dossier->crash.log);
		fputs("</pre>\n", to);
	}
	write_crashes(dossier, to);
	fputs("</section>\n", to);
}
