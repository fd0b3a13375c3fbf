// SPDX-License-Identifier: GPL-2.0-only
#include "races.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "project.h"
#include "text.h"

static bool is_function(const char *word)
{
	if (isdigit((unsigned char)*word))
		return false;
	for (; *word; word++)
		if (!isalnum((unsigned char)*word) && *word != '_' && *word != '.')
			return false;
	return true;
}

/* It becomes a C string. */
static bool is_plain(const char *reason)
{
	for (; *reason; reason++)
		if (!isprint((unsigned char)*reason) || strchr("\"\\?", *reason))
			return false;
	return true;
}

/* "A / B # REASON" to a row of the table; NULL when it is anything else. */
static char *parse_row(char *line)
{
	char *reason = strstr(line, " # "), *row = NULL;
	struct strings words = { 0 };

	if (!reason)
		return NULL;
	*reason = '\0';
	reason += strlen(" # ");
	strings_split(&words, line, " \t");
	if (words.count == 3 && strcmp(words.item[1], "/") == 0 && is_function(words.item[0]) &&
	    is_function(words.item[2]) && *reason && is_plain(reason))
		row = text_format("\t{ \"%s\", \"%s\", \"%s\" },\n", words.item[0], words.item[2],
				  reason);
	strings_clear(&words);
	return row;
}

static int add_file(const char *harness, bool included, struct strings *rows);

/* One line, without its end. Return: 0, or CLI_USAGE. */
static int add_line(char *line, bool included, struct strings *rows)
{
	static const char include[] = "include ";
	char *row;

	if (!*line || *line == '#')
		return 0;
	if (!included && !strncmp(line, include, strlen(include)))
		return add_file(line + strlen(include), true, rows);
	row = parse_row(line);
	if (!row)
		return CLI_USAGE;
	strings_add(rows, row);
	free(row);
	return 0;
}

static int add_lines(const char *harness, char *text, bool included, struct strings *rows)
{
	int number = 1;

	for (char *line = text, *end; line && *line; line = end, number++) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = '\0';
		if (add_line(line, included, rows))
			return cli_error("harnesses/%s.races:%d: expected FUNCTION / FUNCTION # "
					 "REASON, or include NAME",
					 harness, number);
	}
	return 0;
}

/* One that is included has to be there, and includes no other. */
static int add_file(const char *harness, bool included, struct strings *rows)
{
	char *path = project_path("harnesses/%s.races", harness), *text = file_read(path, NULL);
	int ret = !text && included ? CLI_USAGE : add_lines(harness, text, included, rows);

	free(text);
	free(path);
	return ret;
}

int races_table(const char *harness, char **source)
{
	struct strings rows = { 0 };
	int ret = add_file(harness, false, &rows);
	char *all = strings_join(&rows, "");

	*source = text_format("const char *const vitro_known_races[][3] = {\n%s\t{ 0 }\n};\n", all);
	free(all);
	strings_clear(&rows);
	return ret;
}

bool races_read(const char *harness, const char *name)
{
	char *path = project_path("harnesses/%s.races", harness), *text = file_read(path, NULL);
	char *line = text_format("include %s", name);
	struct strings lines = { 0 };
	bool read;

	strings_split(&lines, text ?: "", "\n");
	read = !strcmp(harness, name) || strings_has(&lines, line);
	strings_clear(&lines);
	free(line);
	free(text);
	free(path);
	return read;
}

static bool has_row(const char *source, const char *a, const char *b)
{
	char *row = text_format("\t{ \"%s\", \"%s\", ", a, b);
	bool found = strstr(source, row);

	free(row);
	return found;
}

bool races_known(const char *source, const char *title)
{
	const char *names = strstr(title, "race in ");
	struct strings words = { 0 };
	bool known;

	if (!names)
		return false;
	strings_split(&words, names + strlen("race in "), " ");
	known = words.count == 3 && !strcmp(words.item[1], "/") &&
		(has_row(source, words.item[0], words.item[2]) ||
		 has_row(source, words.item[2], words.item[0]));
	strings_clear(&words);
	return known;
}
