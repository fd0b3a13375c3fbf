/* SPDX-License-Identifier: GPL-2.0-only */
/* A campaign on the whole screen. */
#ifndef VITRO_TUI_H
#define VITRO_TUI_H

#include <stdbool.h>

struct campaign;

enum tui_look { TUI_PLAIN, TUI_HEAD, TUI_RUNNING, TUI_TROUBLE, TUI_SOFT };

struct tui_line {
	char *text;
	enum tui_look look;
};

/**
 * struct tui_page - what is to be seen, as text
 * @rows, @columns: the size of the screen; no line is longer, and there are not more
 * @top:	the first program that is shown; put right when there is not so much to scroll
 */
struct tui_page {
	int rows, columns, top;
	struct tui_line *lines;
	int count;
};

void tui_page(struct tui_page *page, const struct campaign *campaign);
void tui_page_free(struct tui_page *page);

/*
 * Take the terminal; what goes to standard error becomes lines of the campaign. Return: false when there is none that can be
 * used this way.
 */
bool tui_start(struct campaign *campaign);

/* Show, and take keys: q asks the campaign to end. */
void tui_update(struct campaign *campaign);

/* Give the terminal back as it was, and say what went wrong meanwhile. */
void tui_end(struct campaign *campaign);

#endif
