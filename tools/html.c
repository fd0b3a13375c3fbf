// SPDX-License-Identifier: GPL-2.0-only
#include "html.h"

#include <string.h>

#include "class_notes.h"
#include "markup.h"

/* Nothing may be loaded, whatever a log makes of the page. */
static const char policy[] =
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	"style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n";

static void write_row(const struct dossier *dossier, FILE *to)
{
	const struct bug *bug = &dossier->bug;
	const char *severity = class_severity_name(bug->class);

	fprintf(to, "<tr data-id=\"%s\" data-state=\"", bug->id);
	markup_text(to, bug->state);
	fprintf(to,
		"\"><td class=\"mono\"><a href=\"#f-%s\">%s</a></td><td class=\"%s\">%s</td><td>",
		bug->id, bug->id, severity, severity);
	markup_text(to, crash_class_name(bug->class));
	fputs("</td><td class=\"title\">", to);
	markup_text(to, bug->title);
	fputs("</td><td>", to);
	markup_text(to, bug->harness);
	fprintf(to, "</td><td class=\"number\">%d</td><td>", bug->crashes);
	markup_text(to, bug->state);
	fputs("</td></tr>\n", to);
}

static void write_table(const struct dossier *list, int count, FILE *to)
{
	fputs("<div class=\"card\">\n<div class=\"filter\" hidden>"
	      "<input id=\"text\" type=\"search\" placeholder=\"Filter by words\" "
	      "aria-label=\"Filter by words\">"
	      "<select id=\"state\" aria-label=\"State\"><option value=\"\">all states</option>"
	      "<option>open</option><option>fixed</option><option>ignored</option></select></div>\n"
	      "<div class=\"wide\"><table>\n<thead><tr><th>ID</th><th>Severity</th><th>Class</th>"
	      "<th>Title</th><th>Harness</th><th class=\"number\">Inputs</th><th>State</th></tr>"
	      "</thead>\n<tbody>\n",
	      to);
	for (int i = 0; i < count; i++)
		write_row(&list[i], to);
	fputs("</tbody>\n</table></div>\n<p id=\"none\" class=\"soft\" hidden>None like that.</p>\n</div>\n",
	      to);
}

static void write_head(int count, FILE *to)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n", to);
	fputs(policy, to);
	fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<title>vitro: findings</title>\n<style>\n",
	      to);
	fputs(html_style, to);
	fputs("</style>\n</head>\n<body>\n<header><h1>Findings</h1>\n<p class=\"soft\">", to);
	fprintf(to, "%d %s, worst first, as vitro ", count, count == 1 ? "bug" : "bugs");
	markup_text(to, vitro_version());
	fputs(" knows them.</p></header>\n<main>\n", to);
}

int html_page(const struct dossier *list, int count, FILE *to)
{
	write_head(count, to);
	if (count)
		write_table(list, count, to);
	else
		fputs("<p class=\"card\">Nothing was found.</p>\n", to);
	html_campaign(to);
	html_plots(to);
	for (int i = 0; i < count; i++)
		html_finding(&list[i], to);
	fprintf(to, "</main>\n<script>\n%s</script>\n</body>\n</html>\n", html_script);
	return ferror(to);
}
