// SPDX-License-Identifier: GPL-2.0-only
/* The last campaign: a table of its programs; what it found, and how fast, over its time. */
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "files.h"
#include "history.h"
#include "html.h"
#include "html_chart.h"
#include "markup.h"
#include "status.h"
#include "text.h"

struct page {
	struct db db;
	int64_t number;
	double clock;
	FILE *to;
};

/* ---- Table ---- */

static void write_cell(FILE *to, sqlite3_stmt *row, int column)
{
	fputs(column < 2 ? "<td>" : "<td class=\"number\">", to);
	markup_text(to, (const char *)sqlite3_column_text(row, column) ?: "");
	fputs("</td>", to);
}

static void write_table(struct page *page)
{
	static const char *const heads[] = { "Harness", "Flavour", "Time, s", "Share",
					     "Slices",  "Exec/s",  "Edges",   "Features",
					     "New",     "Corpus",  "Crashes", "Last new, s",
					     "" };
	sqlite3_stmt *row = db_prepare(
		&page->db,
		"SELECT harness, flavour, printf('%.0f', seconds),"
		" printf('%.0f%%', 100 * seconds / max(1e-9, sum(seconds) OVER ())), slices,"
		" printf('%.0f', execs / max(1e-9, seconds)), coverage, features, '+' || found, corpus,"
		" crashes, CASE WHEN last_new < 0 THEN '-' ELSE printf('%.0f', last_new) END, trouble"
		" FROM campaign_program WHERE campaign=? ORDER BY position",
		"i", page->number);

	fputs("<div class=\"wide\"><table>\n<thead><tr>", page->to);
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		fprintf(page->to, "<th%s>%s</th>", i < 2 ? "" : " class=\"number\"", heads[i]);
	fputs("</tr></thead>\n<tbody>\n", page->to);
	while (row && db_step(&page->db, row) > 0) {
		fputs("<tr>", page->to);
		for (int i = 0; i < (int)(sizeof(heads) / sizeof(heads[0])); i++)
			write_cell(page->to, row, i);
		fputs("</tr>\n", page->to);
	}
	fputs("</tbody>\n</table></div>\n", page->to);
}

/* ---- Plots ---- */

struct curve {
	struct chart_point *points;
	int count;
};

static void curve_add(struct curve *curve, double at, double value)
{
	size_t room = (size_t)(curve->count + 1) * sizeof(*curve->points);

	curve->points = memory_resize(curve->points, room);
	curve->points[curve->count++] = (struct chart_point){ at, value };
}

static void curve_draw(const struct page *page, struct curve *curve, const char *name,
		       const char *what, bool steps)
{
	const struct chart chart = { .name = name,
				     .what = what,
				     .points = curve->points,
				     .count = curve->count,
				     .length = page->clock,
				     .steps = steps };

	html_chart(&chart, page->to);
	free(curve->points);
	*curve = (struct curve){ 0 };
}

static void write_totals(struct page *page)
{
	sqlite3_stmt *row = db_prepare(&page->db,
				       "SELECT clock, found, execs_per_s, bugs FROM campaign_sample"
				       " WHERE campaign=? ORDER BY clock",
				       "i", page->number);
	struct curve found = { 0 }, rate = { 0 }, bugs = { 0 };

	while (row && db_step(&page->db, row) > 0) {
		double at = sqlite3_column_double(row, 0);

		curve_add(&found, at, sqlite3_column_double(row, 1));
		curve_add(&rate, at, sqlite3_column_double(row, 2));
		curve_add(&bugs, at, sqlite3_column_double(row, 3));
	}
	curve_draw(page, &found, "All", "features found", false);
	curve_draw(page, &rate, "All", "executions a second", false);
	curve_draw(page, &bugs, "All", "bugs", true);
}

/* Of the program whose samples are being read. */
struct reading {
	struct page *page;
	char *name;
	struct curve features, rate;
};

static void finish_program(struct reading *reading)
{
	if (reading->name) {
		curve_draw(reading->page, &reading->features, reading->name, "features", true);
		curve_draw(reading->page, &reading->rate, reading->name, "executions a second",
			   true);
	}
	free(reading->name);
	reading->name = NULL;
}

static void take_sample(const struct history_sample *sample, void *context)
{
	struct reading *reading = context;
	char *name = text_format("%s, %s", sample->harness, sample->flavour);

	if (!reading->name || strcmp(reading->name, name) != 0) {
		finish_program(reading);
		reading->name = name;
	} else {
		free(name);
	}
	curve_add(&reading->features, sample->clock, sample->features);
	curve_add(&reading->rate, sample->clock, sample->execs_per_s);
}

static void write_plots(struct page *page)
{
	struct reading reading = { .page = page };

	fputs("<div class=\"plots\">\n", page->to);
	write_totals(page);
	history_each_sample(page->number, take_sample, &reading);
	finish_program(&reading);
	fputs("</div>\n", page->to);
}

/* ---- Head ---- */

static void write_head(struct page *page, sqlite3_stmt *row)
{
	int64_t seconds = sqlite3_column_int64(row, 5);
	char *done = status_clock((int64_t)(page->clock * 1000));
	char *all = status_clock(seconds * 1000),
	     *started = dossier_time(sqlite3_column_int64(row, 2));

	fprintf(page->to, "<div class=\"card\">\n<h2>Campaign %lld</h2>\n<p class=\"soft\">",
		(long long)page->number);
	markup_format(page->to, "On %s, begun %s UTC, %s%s%s, %d at a time, %d slices; %s.",
		      (const char *)sqlite3_column_text(row, 1) ?: "", started, done,
		      seconds ? " of " : "", seconds ? all : "", sqlite3_column_int(row, 6),
		      sqlite3_column_int(row, 7),
		      sqlite3_column_int(row, 4) ? "ended" : "not ended");
	fputs("</p>\n", page->to);
	free(started);
	free(all);
	free(done);
}

void html_campaign(FILE *to)
{
	struct page page = { .to = to };
	sqlite3_stmt *row;

	if (history_open(&page.db))
		return;
	row = db_prepare(
		&page.db,
		"SELECT id, version, started, clock, ended IS NOT NULL, seconds, jobs, slices"
		" FROM campaign ORDER BY id DESC LIMIT 1",
		"");
	if (row && db_step(&page.db, row) > 0) {
		page.number = sqlite3_column_int64(row, 0);
		page.clock = sqlite3_column_double(row, 3);
		write_head(&page, row);
		sqlite3_finalize(row);
		write_table(&page);
		write_plots(&page);
		fputs("</div>\n", to);
	}
	db_close(&page.db);
}
