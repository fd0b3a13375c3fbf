// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions begin with "{" and end with "}" in the first column. One of more than %WISHED lines, or
 * a file beyond its limit, has a line in tests/size-exceptions: "FILE FUNCTION reason", "FILE -
 * reason".
 */
#include "check.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

enum { WISHED = 40, HARD = 100, HEADER_LINES = 150, SOURCE_LINES = 300 };

static const char exceptions_file[] = "tests/size-exceptions";

struct sizes {
	struct strings exceptions; /* "FILE NAME", with a reason behind it */
	const char *path;
	int functions;
	int wrong;
};

static void read_exceptions(struct sizes *sizes)
{
	char *text = file_read(exceptions_file, NULL);
	char file[256], name[128], reason[8];

	for (char *line = text; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
		char *entry;

		if (*line == '#' || sscanf(line, "%255s %127s %7s", file, name, reason) != 3)
			continue;
		entry = text_format("%s %s", file, name);
		strings_add(&sizes->exceptions, entry);
		free(entry);
	}
	free(text);
}

static bool is_excepted(const struct sizes *sizes, const char *name)
{
	char *entry = text_format("%s %s", sizes->path, name);
	bool found = strings_has(&sizes->exceptions, entry);

	free(entry);
	return found;
}

static void judge_function(struct sizes *sizes, const char *name, int lines)
{
	sizes->functions++;
	if (lines <= WISHED || (lines <= HARD && is_excepted(sizes, name)))
		return;
	printf("%s: %s has %d lines; %d is the limit, %d with a reason in %s\n", sizes->path, name,
	       lines, WISHED, HARD, exceptions_file);
	sizes->wrong++;
}

/* The word before the first "(" of a line that starts a declaration stays in @name. */
static void note_name(const char *line, size_t length, char *name, size_t size)
{
	const char *open = memchr(line, '(', length);
	const char *start;

	if (!open || !(isalpha((unsigned char)*line) || *line == '_'))
		return;
	for (start = open; start > line && (isalnum((unsigned char)start[-1]) || start[-1] == '_');)
		start--;
	snprintf(name, size, "%.*s", (int)(open - start), start);
}

static int judge_functions(struct sizes *sizes, const char *text)
{
	char name[128] = "?";
	int number = 0, opened = 0;

	while (*text) {
		size_t length = strcspn(text, "\n");

		number++;
		if (!opened)
			note_name(text, length, name, sizeof(name));
		if (*text == '{' && length == 1)
			opened = number;
		if (*text == '}' && opened) {
			judge_function(sizes, name, number - opened - 1);
			opened = 0;
		}
		text += length + (text[length] == '\n');
	}
	return number;
}

static void judge_file(struct sizes *sizes, const char *path)
{
	char *text = file_read(path, NULL);
	int limit = text_ends(path, ".h") ? HEADER_LINES : SOURCE_LINES, lines;

	sizes->path = path;
	lines = text ? judge_functions(sizes, text) : 0;
	if (lines > limit && !is_excepted(sizes, "-")) {
		printf("%s has %d lines; %d is the limit without a reason in %s\n", path, lines,
		       limit, exceptions_file);
		sizes->wrong++;
	}
	free(text);
}

enum check_result check_sizes(struct check *check)
{
	struct sizes sizes = { 0 };

	read_exceptions(&sizes);
	for (int i = 0; i < check->files.count; i++)
		if (check_is_c(check->files.item[i]))
			judge_file(&sizes, check->files.item[i]);
	snprintf(check->note, sizeof(check->note), "%d functions", sizes.functions);
	strings_clear(&sizes.exceptions);
	return sizes.wrong ? CHECK_FAIL : CHECK_PASS;
}
