// SPDX-License-Identifier: GPL-2.0-only
#include "kconfig_expr.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

struct parser {
	const char *at;
	const char *config;
};

static bool any(struct parser *parser);

static bool take(struct parser *parser, const char *word)
{
	parser->at += strspn(parser->at, " \t");
	if (!text_starts(parser->at, word))
		return false;
	parser->at += strlen(word);
	return true;
}

/* A symbol's name or a quoted text; at least one character, so that nonsense comes to an end. */
static char *word(struct parser *parser)
{
	const char *start;
	size_t length;

	parser->at += strspn(parser->at, " \t");
	start = parser->at;
	if (*start == '"')
		length = 1 + strcspn(start + 1, "\"");
	else
		length = strcspn(start, " \t=!&|()");
	if (!length || start[length] == '"')
		length += start[length] != '\0';
	parser->at += length;
	return text_format("%.*s", (int)length, start);
}

/* What it is set to, "n" when it is not; what is not a symbol stands for itself. Malloc-ed. */
static char *value(const struct parser *parser, const char *name)
{
	char *key = text_format("\nCONFIG_%s=", name), *text;
	const char *line = strstr(parser->config, key);

	if (line)
		text = text_format("%.*s", (int)strcspn(line + strlen(key), "\n"),
				   line + strlen(key));
	else
		text = text_format("%s", isupper(*name) ? "n" : name);
	free(key);
	return text;
}

static bool comparison(struct parser *parser)
{
	char *name = word(parser), *left = value(parser, name), *right;
	bool differs = take(parser, "!="), result;

	free(name);
	name = differs || take(parser, "=") ? word(parser) : NULL;
	right = value(parser, name ? name : "n");
	result = (strcmp(left, right) == 0) == (name && !differs);
	free(right);
	free(left);
	free(name);
	return result;
}

static bool one(struct parser *parser)
{
	bool result;

	if (take(parser, "!"))
		return !one(parser);
	if (!take(parser, "("))
		return comparison(parser);
	result = any(parser);
	take(parser, ")");
	return result;
}

static bool all(struct parser *parser)
{
	bool result = one(parser);

	while (take(parser, "&&"))
		result &= one(parser);
	return result;
}

static bool any(struct parser *parser)
{
	bool result = all(parser);

	while (take(parser, "||"))
		result |= all(parser);
	return result;
}

static void add_part(struct strings *unmet, const char *from, const char *to)
{
	char *part;

	from += strspn(from, " \t");
	while (to > from && isspace(to[-1]))
		to--;
	part = text_format("%.*s", (int)(to - from), from);
	strings_add_new(unmet, part);
	free(part);
}

void kconfig_unmet(const char *config, const char *expression, struct strings *unmet)
{
	struct parser parser = { expression, config };
	int before = unmet->count;
	bool holds;

	do {
		const char *from = parser.at;

		holds = one(&parser);
		if (!holds)
			add_part(unmet, from, parser.at);
	} while (take(&parser, "&&"));
	if (!take(&parser, "||"))
		return;
	/* An alternative: only the whole can be named. */
	while (unmet->count > before)
		free(unmet->item[--unmet->count]);
	parser.at = expression;
	if (!any(&parser))
		add_part(unmet, expression, expression + strlen(expression));
}
