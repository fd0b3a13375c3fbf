/* SPDX-License-Identifier: GPL-2.0-only */
/* One curve over time, as SVG. */
#ifndef VITRO_HTML_CHART_H
#define VITRO_HTML_CHART_H

#include <stdio.h>

struct chart_point {
	double at, value;
};

/**
 * struct chart - what is drawn
 * @name:	of what, hostile text; @what: is drawn
 * @length:	seconds that the axis is long
 * @steps:	a value holds until the next one
 */
struct chart {
	const char *name, *what;
	const struct chart_point *points;
	int count;
	double length;
	int steps;
};

void html_chart(const struct chart *chart, FILE *to);

#endif
