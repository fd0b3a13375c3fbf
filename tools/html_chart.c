// SPDX-License-Identifier: GPL-2.0-only
#include "html_chart.h"

#include <stdbool.h>
#include <stdlib.h>

#include "files.h"
#include "markup.h"

enum { WIDTH = 400, HEIGHT = 130, LEFT = 46, RIGHT = 8, TOP = 10, BOTTOM = 20, POINTS = 300 };

static double most(const struct chart *chart)
{
	double value = 1;

	for (int i = 0; i < chart->count; i++)
		value = chart->points[i].value > value ? chart->points[i].value : value;
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

static void write_axes(const struct chart *chart, double top, FILE *to)
{
	char *high = number_text(top), *end = time_text(chart->length);
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

/* Where value number @i is drawn. */
static struct chart_point place(const struct chart *chart, int i, double top)
{
	const struct chart_point *point = &chart->points[i];
	int bottom = HEIGHT - BOTTOM;

	return (struct chart_point){
		.at = LEFT +
		      (WIDTH - LEFT - RIGHT) * (chart->length > 0 ? point->at / chart->length : 0),
		.value = bottom - (bottom - TOP) * point->value / top,
	};
}

/* Return: where it ends. */
static struct chart_point write_points(const struct chart *chart, double top, bool filled, FILE *to)
{
	int step = chart->count / POINTS + 1, bottom = HEIGHT - BOTTOM;
	struct chart_point at = { LEFT, bottom };

	for (int i = 0; i < chart->count; i += step) {
		double before = at.value;

		at = place(chart, i, top);
		if (!i && filled)
			fprintf(to, "M%.1f %d", at.at, bottom);
		fprintf(to, "%s%.1f %.1f", i || filled ? "L" : "M", at.at,
			i && chart->steps ? before : at.value);
		if (i && chart->steps)
			fprintf(to, "L%.1f %.1f", at.at, at.value);
	}
	if (filled)
		fprintf(to, "L%.1f %dZ", at.at, bottom);
	return at;
}

static void write_curve(const struct chart *chart, double top, FILE *to)
{
	struct chart_point end;

	fputs("<path class=\"wash\" d=\"", to);
	write_points(chart, top, true, to);
	fputs("\"/>\n<path class=\"curve\" d=\"", to);
	end = write_points(chart, top, false, to);
	fprintf(to, "\"/>\n<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>\n", end.at,
		end.value);
}

void html_chart(const struct chart *chart, FILE *to)
{
	double top = most(chart);

	fputs("<figure><figcaption>", to);
	markup_format(to, "%s: ", chart->name);
	fprintf(to, "%s</figcaption>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
		chart->what, WIDTH, HEIGHT, chart->what);
	write_axes(chart, top, to);
	if (chart->count)
		write_curve(chart, top, to);
	fputs("</svg></figure>\n", to);
}
