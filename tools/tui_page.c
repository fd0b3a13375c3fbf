// SPDX-License-Identifier: GPL-2.0-only
/* Where it gets narrow, columns go; where it gets low, first what was said, then programs. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign_parts.h"
#include "files.h"
#include "tui.h"

enum { HEADER = 4, EVENTS = 8, PROGRAMS_LEAST = 6, LINE = 512 };

static __attribute__((format(printf, 3, 4))) void add(struct tui_page *page, enum tui_look look,
						      const char *format, ...)
{
	struct tui_line *line = &page->lines[page->count];
	char text[LINE];
	va_list args;

	if (page->count == page->rows)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	line->text = text_format("%.*s", page->columns, text);
	line->look = look;
	page->count++;
}

/* ---- One program ---- */

static int bugs_of(const struct campaign *campaign, const struct program *program)
{
	int count = 0;

	for (int i = 0; i < campaign->bug_count; i++)
		count += &campaign->programs[campaign->bugs[i].program] == program;
	return count;
}

static char *share_text(const struct campaign *campaign, const struct program *program)
{
	double all = 0;

	for (int i = 0; i < campaign->count; i++)
		all += campaign->programs[i].seconds;
	return text_format("%.0f%%", all > 0 ? 100 * program->seconds / all : 0);
}

static char *last_text(const struct campaign *campaign, const struct program *program)
{
	if (program->last_new < 0)
		return text_format("-");
	return status_clock((int64_t)((campaign->clock - program->last_new) * 1000));
}

enum column { HARNESS, FLAVOUR, RATE, EDGES, FEATURES, NEW, CORPUS, FOUND, SHARE, LAST };

static char *cell(const struct campaign *campaign, const struct program *program,
		  enum column column)
{
	switch (column) {
	case HARNESS:
		return text_format("%s", program->harness);
	case FLAVOUR:
		return text_format("%s", program->build.flavour->name);
	case RATE:
		return text_format("%.0f", program->rate);
	case EDGES:
		return text_format("%u", program->coverage);
	case FEATURES:
		return text_format("%u", program->features);
	case NEW:
		return text_format("+%lld", (long long)program->found);
	case CORPUS:
		return text_format("%u", program->corpus);
	case FOUND:
		return text_format("%d", bugs_of(campaign, program));
	case SHARE:
		return share_text(campaign, program);
	case LAST:
		return last_text(campaign, program);
	}
	return text_format("%s", "");
}

/* @rank: those of the lowest stay longest. */
static const struct {
	const char *name;
	int width, rank;
} columns[] = {
	[HARNESS] = { "HARNESS", -14, 0 }, [FLAVOUR] = { "FLAVOUR", -9, 1 },
	[RATE] = { "EXEC/S", 8, 2 },       [EDGES] = { "EDGES", 7, 6 },
	[FEATURES] = { "FEATURES", 9, 4 }, [NEW] = { "NEW", 8, 3 },
	[CORPUS] = { "CORPUS", 7, 7 },     [FOUND] = { "BUGS", 5, 3 },
	[SHARE] = { "TIME", 5, 5 },        [LAST] = { "LAST NEW", 9, 8 },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

/* The highest rank of which all columns still fit. */
static int widest(const struct tui_page *page)
{
	for (int rank = COLUMNS;; rank--) {
		int width = 2;

		for (int i = 0; i < COLUMNS; i++)
			if (columns[i].rank <= rank)
				width += abs(columns[i].width) + 1;
		if (width <= page->columns || !rank)
			return rank;
	}
}

static void append(char line[LINE], int column, const char *text)
{
	size_t used = strlen(line);
	int width = columns[column].width;

	snprintf(line + used, LINE - used, "%*.*s ", width, abs(width), text);
}

static void add_heading(struct tui_page *page, int rank)
{
	char line[LINE] = "  ";

	for (int i = 0; i < COLUMNS; i++)
		if (columns[i].rank <= rank)
			append(line, i, columns[i].name);
	add(page, TUI_HEAD, "%-*s", page->columns, line);
}

static void add_program(struct tui_page *page, const struct campaign *campaign,
			const struct program *program, int rank)
{
	bool running = program->share.running > 0;
	char line[LINE];

	snprintf(line, sizeof(line), "%s ", program->trouble ? "!" : running ? "*" : " ");
	for (int i = 0; i < COLUMNS; i++) {
		char *text;

		if (columns[i].rank > rank)
			continue;
		text = cell(campaign, program, (enum column)i);
		append(line, i, text);
		free(text);
	}
	add(page, program->trouble ? TUI_TROUBLE : running ? TUI_RUNNING : TUI_PLAIN, "%s", line);
}

/* ---- The page ---- */

static void add_head(struct tui_page *page, const struct campaign *campaign)
{
	char *clock = campaign_clock(campaign), *all = status_clock(campaign->seconds * 1000LL);
	int fresh = 0;

	for (int i = 0; i < campaign->bug_count; i++)
		fresh += campaign->bugs[i].fresh;
	if (campaign->stopping)
		add(page, TUI_PLAIN, "vitro campaign %lld: ending", (long long)campaign->number);
	else
		add(page, TUI_PLAIN, "vitro campaign %lld: %s%s%s, %.0f exec/s",
		    (long long)campaign->number, clock, campaign->seconds ? " of " : "",
		    campaign->seconds ? all : "", campaign->rate);
	add(page, TUI_PLAIN, "features +%lld  bugs %d (%d new)  programs %d  slices %lld",
	    (long long)campaign_found(campaign), campaign->bug_count, fresh, campaign->count,
	    (long long)campaign->slices);
	free(all);
	free(clock);
}

static void add_events(struct tui_page *page, const struct campaign *campaign, int count)
{
	int known = campaign->said < CAMPAIGN_LINES ? campaign->said : CAMPAIGN_LINES;

	count = count < known ? count : known;
	for (int i = campaign->said - count; i < campaign->said; i++)
		add(page, TUI_SOFT, "%s", campaign->lines[i % CAMPAIGN_LINES].text);
}

void tui_page(struct tui_page *page, const struct campaign *campaign)
{
	int room = page->rows - HEADER - 1, events = 0, shown, rank = widest(page);

	if (room > PROGRAMS_LEAST)
		events = room - PROGRAMS_LEAST < EVENTS ? room - PROGRAMS_LEAST : EVENTS;
	if (campaign->count + EVENTS + 1 < room)
		events = room - campaign->count - 1;
	shown = room > 0 ? room - events - (events > 0) : 0;
	page->lines = calloc((size_t)page->rows + 1, sizeof(*page->lines));
	if (!page->lines)
		abort();
	if (page->top > campaign->count - shown)
		page->top = campaign->count - shown;
	if (page->top < 0)
		page->top = 0;
	add_head(page, campaign);
	add(page, TUI_PLAIN, "%s", "");
	add_heading(page, rank);
	for (int i = page->top; i < campaign->count && i < page->top + shown; i++)
		add_program(page, campaign, &campaign->programs[i], rank);
	if (events)
		add(page, TUI_PLAIN, "%s", "");
	add_events(page, campaign, events);
	while (page->count < page->rows - 1)
		add(page, TUI_PLAIN, "%s", "");
	add(page, TUI_SOFT, "q ends it  %s",
	    shown < campaign->count ? "arrows, page up and down scroll" : "");
}

void tui_page_free(struct tui_page *page)
{
	for (int i = 0; i < page->count; i++)
		free(page->lines[i].text);
	free(page->lines);
	page->lines = NULL;
	page->count = 0;
}
