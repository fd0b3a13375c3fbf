/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Command line of the vitro tool: one table per command drives parsing, usage and help.
 */
#ifndef VITRO_CLI_H
#define VITRO_CLI_H

#include <stdbool.h>

/* Exit codes of every command. */
enum {
	CLI_OK = 0,    /* all fine */
	CLI_FOUND = 1, /* found something, or failed */
	CLI_USAGE = 2, /* bad input: one clear line was printed */
};

enum cli_kind { CLI_FLAG, CLI_INT, CLI_STRING, CLI_STRINGS, CLI_SECONDS };

/**
 * struct cli_opt - one option
 * @name:	long name, without dashes
 * @letter:	short form, or 0
 * @kind:	what @value points to: bool, int, const char *, struct strings that grow each time that it is
 *		given, or int seconds ("90", "60s", "5m", "2h")
 * @value:	where the result goes; what it holds before parsing is the default
 * @arg:	placeholder of the argument in help, NULL for flags
 * @help:	one line
 */
struct cli_opt {
	const char *name;
	char letter;
	enum cli_kind kind;
	void *value;
	const char *arg;
	const char *help;
};

/**
 * struct cli_command - one subcommand; the table of these is in main.c
 * @run:	gets argv with argv[0] the command's name; returns an exit code
 */
struct cli_command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
};

/**
 * cli_parse() - parse options anywhere before "--"
 * @usage:	e.g. "vitro fuzz NAME [options] [-- libFuzzer flags]"
 * @opts:	table ended by an entry with a NULL name
 * @argv:	rearranged: on return argv[0..*count) are the positional arguments
 * @rest:	set to the arguments after "--" (NULL-terminated, may be empty)
 *
 * Return: -1 to go on, else the exit code to leave with (help was printed, or one error line).
 */
int cli_parse(const char *usage, const struct cli_opt *opts, int argc, char **argv, int *count,
	      char ***rest);

/** cli_error() - print "vitro: ..." as one line on stderr. Return: CLI_USAGE. */
int cli_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** cli_fail() - as cli_error(), for what went wrong rather than was asked wrongly. Return:
 * CLI_FOUND. */
int cli_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
