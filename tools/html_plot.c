// SPDX-License-Identifier: GPL-2.0-only
/* Sessions of one harness and flavour, one behind the other: the axis is time spent fuzzing. */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "history.h"
#include "html.h"
#include "markup.h"
#include "text.h"

enum { WIDTH = 400, HEIGHT = 130, LEFT = 46, RIGHT = 8, TOP = 10, BOTTOM = 20, POINTS = 300 };

struct point {
	double at, coverage, rate;
};

struct series {
	char *harness, *flavour;
	struct point *points;
	int count;
	int64_t started; /* of the session that is being read */
	double before;   /* seconds of those before it */
};

struct plots {
	FILE *to;
	struct series series;
	bool any;
};

static double most(const struct series *series, bool rate)
{
	double value = 1;

	for (int i = 0; i < series->count; i++) {
		double own = rate ? series->points[i].rate : series->points[i].coverage;

		value = own > value ? own : value;
	}
	return value;
}

static char *number_text(double value)
{
	if (value >= 10e6)
		return text_format("%.0fM", value / 1e6);
	if (value >= 10e3)
		return text_format("%.0fk", value / 1e3);
	return text_format("%.0f", value);
}

static char *time_text(double seconds)
{
	if (seconds >= 2 * 3600)
		return text_format("%.1f h", seconds / 3600);
	if (seconds >= 120)
		return text_format("%.0f min", seconds / 60);
	return text_format("%.0f s", seconds);
}

static void write_axes(const struct series *series, double top, FILE *to)
{
	char *high = number_text(top), *end = time_text(series->points[series->count - 1].at);
	int bottom = HEIGHT - BOTTOM;

	fprintf(to, "<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", LEFT, TOP,
		WIDTH - RIGHT, TOP);
	fprintf(to, "<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", LEFT, bottom,
		WIDTH - RIGHT, bottom);
	fprintf(to, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LEFT - 6, TOP + 4,
		high);
	fprintf(to, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>", LEFT - 6, bottom + 4);
	fprintf(to, "<text x=\"%d\" y=\"%d\">0 s</text>", LEFT, HEIGHT - 4);
	fprintf(to, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", WIDTH - RIGHT,
		HEIGHT - 4, end);
	free(end);
	free(high);
}

static void write_curve(const struct series *series, double top, bool rate, FILE *to)
{
	double length = series->points[series->count - 1].at;
	int step = series->count / POINTS + 1, bottom = HEIGHT - BOTTOM;
	double x = LEFT, y = bottom;

	for (int pass = 0; pass < 2; pass++) {
		fprintf(to, "<path class=\"%s\" d=\"", pass ? "curve" : "wash");
		for (int i = 0; i < series->count; i += step) {
			const struct point *point = &series->points[i];
			double value = rate ? point->rate : point->coverage;

			x = LEFT + (WIDTH - LEFT - RIGHT) * (length > 0 ? point->at / length : 0);
			y = bottom - (bottom - TOP) * value / top;
			if (!i && !pass)
				fprintf(to, "M%.1f %d", x, bottom);
			fprintf(to, "%s%.1f %.1f", i || !pass ? "L" : "M", x, y);
		}
		if (!pass)
			fprintf(to, "L%.1f %dZ", x, bottom);
		fputs("\"/>\n", to);
	}
	fprintf(to, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>\n", x, y);
}

static void write_plot(const struct series *series, bool rate, FILE *to)
{
	const char *what = rate ? "executions a second" : "coverage, edges";
	double top = most(series, rate);

	fputs("<figure><figcaption>", to);
	markup_format(to, "%s, %s: ", series->harness, series->flavour);
	fprintf(to, "%s</figcaption>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
		what, WIDTH, HEIGHT, what);
	write_axes(series, top, to);
	write_curve(series, top, rate, to);
	fputs("</svg></figure>\n", to);
}

static void finish_series(struct plots *plots)
{
	struct series *series = &plots->series;

	if (series->count) {
		if (!plots->any)
			fputs("<div class=\"card\">\n<h2>Fuzzing over time</h2>\n<div class=\"plots\">\n",
			      plots->to);
		plots->any = true;
		write_plot(series, false, plots->to);
		write_plot(series, true, plots->to);
	}
	free(series->harness);
	free(series->flavour);
	free(series->points);
	*series = (struct series){ 0 };
}

static void add_sample(const struct history_sample *sample, void *context)
{
	struct plots *plots = context;
	struct series *series = &plots->series;
	struct point *points;

	if (series->harness && (strcmp(series->harness, sample->harness) != 0 ||
				strcmp(series->flavour, sample->flavour) != 0))
		finish_series(plots);
	if (!series->harness) {
		series->harness = text_format("%s", sample->harness);
		series->flavour = text_format("%s", sample->flavour);
	}
	/* Seconds are rounded anew in each sample. */
	if (series->count && llabs(sample->started - series->started) > 1)
		series->before = series->points[series->count - 1].at;
	series->started = sample->started;
	points = memory_resize(series->points, (size_t)(series->count + 1) * sizeof(*points));
	points[series->count++] = (struct point){ .at = series->before + sample->at,
						  .coverage = sample->coverage,
						  .rate = sample->execs_per_s };
	series->points = points;
}

void html_plots(FILE *to)
{
	struct plots plots = { .to = to };

	history_each_sample(0, add_sample, &plots);
	finish_series(&plots);
	if (plots.any)
		fputs("</div>\n</div>\n", to);
}
