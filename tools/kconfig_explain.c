// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads just enough of the Kconfig language to say which dependency of a symbol is not met:
 * "config", "depends on", the enclosing "if" and "menu", and "source".
 */
#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "kconfig.h"
#include "kconfig_expr.h"
#include "text.h"

struct search {
	const char *overlay;
	const char *symbol;
	struct strings blocks;     /* conditions of open if/menu blocks, "" for none */
	struct strings conditions; /* of the symbol, once found */
	bool open_menu;            /* "depends on" now belongs to the last block */
	bool here;                 /* ... or to the symbol */
	bool found, prompt;
};

static void read_kconfig(struct search *search, const char *name);

static void drop_block(struct search *search)
{
	if (search->blocks.count)
		free(search->blocks.item[--search->blocks.count]);
}

static void add_dependency(struct search *search, const char *expression)
{
	if (search->here) {
		strings_add(&search->conditions, expression);
	} else if (search->open_menu && search->blocks.count) {
		char **last = &search->blocks.item[search->blocks.count - 1], *old = *last;

		*last = *old ? text_format("%s && %s", old, expression) :
			       text_format("%s", expression);
		free(old);
	}
}

static void start_symbol(struct search *search, const char *name)
{
	search->open_menu = false;
	search->here = strcmp(name, search->symbol) == 0;
	if (!search->here)
		return;
	for (int i = 0; i < search->blocks.count; i++)
		if (*search->blocks.item[i])
			strings_add_new(&search->conditions, search->blocks.item[i]);
	search->found = true;
}

/* source "fs/$(SRCARCH)/Kconfig" */
static void follow_source(struct search *search, const char *argument)
{
	char name[256], *at;

	snprintf(name, sizeof(name), "%s", argument + (*argument == '"'));
	name[strcspn(name, "\"")] = '\0';
	at = strstr(name, "$(SRCARCH)");
	if (at) {
		char *rest = text_format("vitro%s", at + strlen("$(SRCARCH)"));

		snprintf(at, sizeof(name) - (at - name), "%s", rest);
		free(rest);
	}
	read_kconfig(search, name);
}

/* What follows @keyword and blanks at the beginning of @line, or NULL. */
static const char *after(const char *line, const char *keyword)
{
	size_t length = strlen(keyword);

	if (strncmp(line, keyword, length) != 0 || (line[length] && !isspace(line[length])))
		return NULL;
	return line + length + strspn(line + length, " \t");
}

static void open_if(struct search *search, const char *condition)
{
	strings_add(&search->blocks, condition);
	search->open_menu = search->here = false;
}

static void open_menu(struct search *search, const char *rest)
{
	(void)rest;
	open_if(search, "");
	search->open_menu = true;
}

static void close_block(struct search *search, const char *rest)
{
	(void)rest;
	drop_block(search);
	search->open_menu = search->here = false;
}

static void note_prompt(struct search *search, const char *rest)
{
	if (search->here && strchr(rest, '"'))
		search->prompt = true;
}

static void take_line(struct search *search, const char *line)
{
	static const struct {
		const char *keyword;
		void (*take)(struct search *search, const char *rest);
	} keywords[] = {
		{ "config", start_symbol },       { "menuconfig", start_symbol },
		{ "depends on", add_dependency }, { "if", open_if },
		{ "endif", close_block },         { "menu", open_menu },
		{ "endmenu", close_block },       { "choice", open_menu },
		{ "endchoice", close_block },     { "source", follow_source },
		{ "bool", note_prompt },          { "tristate", note_prompt },
		{ "int", note_prompt },           { "prompt", note_prompt },
	};

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
		const char *rest = after(line, keywords[i].keyword);

		if (!rest)
			continue;
		keywords[i].take(search, rest);
		return;
	}
}

/* Join lines that end in a backslash, then cut comments and blanks at both ends. */
static char *tidy(char *line)
{
	char *end;

	line += strspn(line, " \t");
	line[strcspn(line, "#")] = '\0';
	for (end = line + strlen(line); end > line && isspace(end[-1]); end--)
		end[-1] = '\0';
	return line;
}

static void read_kconfig(struct search *search, const char *name)
{
	char *path = text_format("%s/%s", search->overlay, name), *text = file_read(path, NULL);
	char *next;

	free(path);
	for (char *fold = text; fold && (fold = strstr(fold, "\\\n"));)
		fold[0] = fold[1] = ' ';
	for (char *line = text; line && *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		else
			next = line + strlen(line);
		/* Help text is indented deeper than anything that matters, but may begin with any
		 * word. */
		if (after(tidy(line), "help")) {
			while (*next == '\t' ? next[1] == ' ' || next[1] == '\t' :
					       *next == ' ' || *next == '\n') {
				line = next;
				next = strchr(line, '\n');
				next = next ? next + 1 : line + strlen(line);
			}
			continue;
		}
		take_line(search, tidy(line));
	}
	free(text);
}

char *kconfig_explain(const char *overlay, const char *config, const char *symbol)
{
	struct search search = { .overlay = overlay, .symbol = symbol };
	struct strings unmet = { 0 };
	char *depends, *list, *text;

	read_kconfig(&search, "Kconfig");
	if (!search.found)
		return text_format("this tree has no such symbol");
	for (int i = 0; i < search.conditions.count; i++)
		kconfig_unmet(config, search.conditions.item[i], &unmet);
	depends = strings_list(&search.conditions, " && ");
	list = strings_list(&unmet, ", ");
	if (unmet.count)
		text = text_format("unmet dependency %s (it depends on %s)", list, depends);
	else if (!search.prompt)
		text = text_format("it has no prompt, only another symbol's select sets it");
	else
		text = text_format("another value was forced on it");
	free(list);
	free(depends);
	strings_clear(&unmet);
	strings_clear(&search.conditions);
	strings_clear(&search.blocks);
	return text;
}
