// SPDX-License-Identifier: GPL-2.0-only
/* Sessions of one harness and flavour, one behind the other: the axis is time spent fuzzing. */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "history.h"
#include "html.h"
#include "html_chart.h"
#include "text.h"

struct series {
	char *harness, *flavour;
	struct chart_point *coverage, *rate;
	int count;
	int64_t started; /* of the session that is being read */
	double before;   /* seconds of those before it */
};

struct plots {
	FILE *to;
	struct series series;
	bool any;
};

static void write_charts(const struct series *series, FILE *to)
{
	char *name = text_format("%s, %s", series->harness, series->flavour);
	struct chart chart = {
		.name = name,
		.what = "coverage, edges",
		.points = series->coverage,
		.count = series->count,
		.length = series->coverage[series->count - 1].at,
	};

	html_chart(&chart, to);
	chart.what = "executions a second";
	chart.points = series->rate;
	html_chart(&chart, to);
	free(name);
}

static void finish_series(struct plots *plots)
{
	struct series *series = &plots->series;

	if (series->count) {
		if (!plots->any)
			fputs("<div class=\"card\">\n<h2>Fuzzing over time</h2>\n<div class=\"plots\">\n",
			      plots->to);
		plots->any = true;
		write_charts(series, plots->to);
	}
	free(series->harness);
	free(series->flavour);
	free(series->coverage);
	free(series->rate);
	*series = (struct series){ 0 };
}

static void add_sample(const struct history_sample *sample, void *context)
{
	struct plots *plots = context;
	struct series *series = &plots->series;
	double at;
	size_t room;

	if (series->harness && (strcmp(series->harness, sample->harness) != 0 ||
				strcmp(series->flavour, sample->flavour) != 0))
		finish_series(plots);
	if (!series->harness) {
		series->harness = text_format("%s", sample->harness);
		series->flavour = text_format("%s", sample->flavour);
	}
	/* Seconds are rounded anew in each sample. */
	if (series->count && llabs(sample->started - series->started) > 1)
		series->before = series->coverage[series->count - 1].at;
	series->started = sample->started;
	at = series->before + sample->at;
	room = (size_t)(series->count + 1) * sizeof(*series->coverage);
	series->coverage = memory_resize(series->coverage, room);
	series->rate = memory_resize(series->rate, room);
	series->coverage[series->count] = (struct chart_point){ at, sample->coverage };
	series->rate[series->count++] = (struct chart_point){ at, sample->execs_per_s };
}

void html_plots(FILE *to)
{
	struct plots plots = { .to = to };

	history_each_sample(0, add_sample, &plots);
	finish_series(&plots);
	if (plots.any)
		fputs("</div>\n</div>\n", to);
}
