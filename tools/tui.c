// SPDX-License-Identifier: GPL-2.0-only
#include "tui.h"

#include <curses.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "campaign_parts.h"

enum { LINE = 1024 };

static struct {
	SCREEN *screen;
	int error;  /* standard error, as it was */
	int output; /* what is written to it comes out here */
	char line[LINE];
	size_t used;
	int top;
} tui;

/* What somebody says on standard error would stand across the screen. */
static bool divert(void)
{
	int fds[2];

	tui.error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (tui.error < 0 || pipe2(fds, O_CLOEXEC | O_NONBLOCK))
		return false;
	fflush(stderr);
	dup2(fds[1], STDERR_FILENO);
	close(fds[1]);
	tui.output = fds[0];
	return true;
}

static void take_byte(struct campaign *campaign, char c)
{
	if (c != '\n') {
		if (tui.used + 1 < LINE)
			tui.line[tui.used++] = c;
		return;
	}
	tui.line[tui.used] = '\0';
	tui.used = 0;
	campaign_say(campaign, "%s", tui.line);
}

static void take_output(struct campaign *campaign)
{
	char data[4096];
	ssize_t got;

	fflush(stderr);
	while ((got = read(tui.output, data, sizeof(data))) > 0)
		for (ssize_t i = 0; i < got; i++)
			take_byte(campaign, data[i]);
}

bool tui_start(struct campaign *campaign)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return false;
	tui.screen = newterm(NULL, stdout, stdin);
	if (!tui.screen)
		return false;
	if (!divert()) {
		endwin();
		return false;
	}
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	campaign->screen = true;
	return true;
}

static void draw(const struct campaign *campaign)
{
	static const attr_t looks[] = {
		[TUI_PLAIN] = A_NORMAL,     [TUI_HEAD] = A_REVERSE, [TUI_RUNNING] = A_BOLD,
		[TUI_TROUBLE] = A_STANDOUT, [TUI_SOFT] = A_DIM,
	};
	struct tui_page page = { .top = tui.top };

	getmaxyx(stdscr, page.rows, page.columns);
	tui_page(&page, campaign);
	tui.top = page.top;
	erase();
	for (int i = 0; i < page.count; i++) {
		attrset(looks[page.lines[i].look]);
		mvaddnstr(i, 0, page.lines[i].text, page.columns);
	}
	refresh();
	tui_page_free(&page);
}

static void take_key(struct campaign *campaign, int key)
{
	int page = LINES / 2 > 0 ? LINES / 2 : 1;

	if (key == 'q' || key == 'Q')
		campaign->asked = true;
	else if (key == KEY_DOWN || key == 'j')
		tui.top++;
	else if (key == KEY_UP || key == 'k')
		tui.top--;
	else if (key == KEY_NPAGE || key == ' ')
		tui.top += page;
	else if (key == KEY_PPAGE)
		tui.top -= page;
}

void tui_update(struct campaign *campaign)
{
	int key;

	take_output(campaign);
	while ((key = getch()) != ERR)
		take_key(campaign, key);
	draw(campaign);
}

void tui_end(struct campaign *campaign)
{
	take_output(campaign);
	endwin();
	delscreen(tui.screen);
	dup2(tui.error, STDERR_FILENO);
	close(tui.error);
	close(tui.output);
	campaign->screen = false;
	for (int i = 0; i < CAMPAIGN_LINES; i++)
		if (campaign->lines[i].text && text_starts(campaign->lines[i].text, "vitro: "))
			fprintf(stderr, "%s\n", campaign->lines[i].text);
}
