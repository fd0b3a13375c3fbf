// SPDX-License-Identifier: GPL-2.0-only
#include "cli.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

static void print_line(const char *format, va_list args)
{
	fputs("vitro: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

int cli_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line(format, args);
	va_end(args);
	return CLI_USAGE;
}

int cli_fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line(format, args);
	va_end(args);
	return CLI_FOUND;
}

static void print_option(const struct cli_opt *opt)
{
	char left[48];

	snprintf(left, sizeof(left), "%c%c%s--%s%s%s", opt->letter ? '-' : ' ',
		 opt->letter ? opt->letter : ' ', opt->letter ? ", " : "  ", opt->name,
		 opt->arg ? " " : "", opt->arg ? opt->arg : "");
	printf("  %-24s %s\n", left, opt->help);
}

static int print_help(const char *usage, const struct cli_opt *opts)
{
	printf("usage: %s\n\n", usage);
	for (; opts->name; opts++)
		print_option(opts);
	puts("  -h, --help               this text");
	return CLI_OK;
}

static int parse_number(const char *text, int unit_allowed, int *value)
{
	char *end;
	long number = strtol(text, &end, 10), unit = 1;

	if (end == text || number < 0)
		return -1;
	if (unit_allowed && *end) {
		const char *letter = strchr("smhd", *end++);
		static const int seconds[] = { 1, 60, 3600, 86400 };

		if (!letter)
			return -1;
		unit = seconds[letter - strchr("smhd", 's')];
	}
	if (*end || number > INT_MAX / unit)
		return -1;
	*value = (int)(number * unit);
	return 0;
}

static int store(const struct cli_opt *opt, const char *text)
{
	switch (opt->kind) {
	case CLI_FLAG:
		*(bool *)opt->value = true;
		return 0;
	case CLI_STRING:
		*(const char **)opt->value = text;
		return 0;
	case CLI_STRINGS:
		strings_add(opt->value, text);
		return 0;
	case CLI_INT:
		if (!parse_number(text, 0, opt->value))
			return 0;
		return cli_error("--%s wants a number, not '%s'", opt->name, text);
	case CLI_SECONDS:
		if (!parse_number(text, 1, opt->value))
			return 0;
		return cli_error("--%s wants a time like 90, 60s, 5m or 2h, not '%s'", opt->name,
				 text);
	}
	return 0;
}

/* Which option @word is; *inline_value: what follows "=" or the letter, or NULL. */
static const struct cli_opt *find_option(const struct cli_opt *opts, char *word,
					 char **inline_value)
{
	size_t length = strcspn(word + 2, "=");

	*inline_value = NULL;
	for (; opts->name; opts++) {
		if (word[1] != '-' && opts->letter && opts->letter == word[1]) {
			*inline_value = word[2] ? word + 2 : NULL;
			return opts;
		}
		if (word[1] == '-' && strlen(opts->name) == length &&
		    strncmp(opts->name, word + 2, length) == 0) {
			*inline_value = word[2 + length] ? word + 3 + length : NULL;
			return opts;
		}
	}
	return NULL;
}

/* Take the option at argv[*at], and its argument. Return: 0 or an exit code. */
static int take_option(const struct cli_opt *opts, const char *command, char **argv, int *at)
{
	char *word = argv[*at], *value;
	const struct cli_opt *opt = find_option(opts, word, &value);

	if (!opt)
		return cli_error("no option '%s'; see vitro %s --help", word, command);
	if (opt->kind == CLI_FLAG && value)
		return cli_error("option '%s' takes no argument", word);
	if (opt->kind != CLI_FLAG && !value) {
		value = argv[*at + 1];
		if (!value)
			return cli_error("option '%s' wants %s", word, opt->arg);
		(*at)++;
	}
	return store(opt, value);
}

int cli_parse(const char *usage, const struct cli_opt *opts, int argc, char **argv, int *count,
	      char ***rest)
{
	const char *command = argv[0];
	int at, ret, kept = 0;

	*rest = argv + argc;
	for (at = 1; at < argc; at++) {
		if (strcmp(argv[at], "--") == 0) {
			*rest = argv + at + 1;
			break;
		}
		if (argv[at][0] != '-' || argv[at][1] == '\0') {
			argv[kept++] = argv[at];
			continue;
		}
		if (!strcmp(argv[at], "--help") || !strcmp(argv[at], "-h"))
			return print_help(usage, opts);
		ret = take_option(opts, command, argv, &at);
		if (ret)
			return ret;
	}
	/* A terminator, unless the last positional argument already has one behind it. */
	if (kept < argc)
		argv[kept] = NULL;
	*count = kept;
	return -1;
}
