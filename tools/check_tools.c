// SPDX-License-Identifier: GPL-2.0-only
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler.h"
#include "files.h"
#include "process.h"
#include "project.h"

enum { LINT_JOBS = 2 };

/* Why a check cannot be made is its note. */
static bool have(struct check *check, const char *program)
{
	char *path = program_find(program);
	bool found = path != NULL;

	if (!found)
		snprintf(check->note, sizeof(check->note), "%s is not installed", program);
	free(path);
	return found;
}

static int add_matching(const struct check *check, bool (*matches)(const char *path),
			struct command *command)
{
	int count = 0;

	for (int i = 0; i < check->files.count; i++) {
		if (!matches(check->files.item[i]) || !file_exists(check->files.item[i]))
			continue;
		command_add(command, "%s", check->files.item[i]);
		count++;
	}
	return count;
}

static enum check_result run_on(struct check *check, struct command *command,
				bool (*matches)(const char *path))
{
	int count = add_matching(check, matches, command), code = count ? command_run(command) : 0;

	snprintf(check->note, sizeof(check->note), "%d files", count);
	command_free(command);
	return code ? CHECK_FAIL : CHECK_PASS;
}

static bool is_formatted(const char *path)
{
	struct command command = { .log = "/dev/null" };
	int code;

	command_words(&command, "clang-format-19 --dry-run -Werror");
	command_add(&command, "%s", path);
	code = command_run(&command);
	command_free(&command);
	return code == 0;
}

static enum check_result ask_format(struct check *check)
{
	int count = 0, wrong = 0;

	for (int i = 0; i < check->files.count; i++) {
		const char *path = check->files.item[i];

		if (!check_is_c(path))
			continue;
		count++;
		if (is_formatted(path))
			continue;
		printf("%s: not as clang-format has it\n", path);
		wrong++;
	}
	snprintf(check->note, sizeof(check->note), "%d of %d files; --fix formats them", wrong,
		 count);
	if (!wrong)
		snprintf(check->note, sizeof(check->note), "%d files", count);
	return wrong ? CHECK_FAIL : CHECK_PASS;
}

enum check_result check_format(struct check *check)
{
	struct command command = { 0 };

	if (!have(check, "clang-format-19"))
		return CHECK_SKIP;
	if (!check->fix)
		return ask_format(check);
	command_words(&command, "clang-format-19 -i");
	return run_on(check, &command, check_is_c);
}

enum check_result check_shell(struct check *check)
{
	struct command command = { 0 };

	if (!have(check, "shellcheck"))
		return CHECK_SKIP;
	command_words(&command, "shellcheck");
	return run_on(check, &command, check_is_script);
}

static time_t changed(const char *path)
{
	struct stat st;

	return stat(path, &st) ? 0 : st.st_mtime;
}

static bool is_linted(const char *path)
{
	return text_starts(path, "tools/") && text_ends(path, ".c");
}

/* Linting is slow: a file that passed is left alone until it, a header or the rules change. */
static time_t newest_rule(const struct check *check)
{
	time_t newest = changed(".clang-tidy");

	for (int i = 0; i < check->files.count; i++) {
		const char *path = check->files.item[i];

		if (text_starts(path, "tools/") && text_ends(path, ".h") && changed(path) > newest)
			newest = changed(path);
	}
	return newest;
}

/* The file whose time says when @source last passed. */
static char *lint_stamp(const char *source)
{
	return state_path("check/%s", strrchr(source, '/') + 1);
}

static void choose_sources(const struct check *check, struct strings *sources)
{
	time_t rules = newest_rule(check);

	for (int i = 0; i < check->files.count; i++) {
		const char *path = check->files.item[i];
		char *stamp;

		if (!is_linted(path))
			continue;
		stamp = lint_stamp(path);
		if (changed(stamp) <= rules || changed(stamp) <= changed(path))
			strings_add(sources, path);
		free(stamp);
	}
}

static void lint_command(struct command *command, const char *database, const char *source)
{
	/* Its count of suppressed warnings on stderr is of no use. */
	command_words(command, "sh -c");
	command_add(command, "exec clang-tidy-19 --quiet -p \"$0\" \"$1\" 2>/dev/null");
	command_add(command, "%s", database);
	command_add(command, "%s", source);
}

static int lint_batch(const char *database, char *const *sources, int count)
{
	struct command commands[LINT_JOBS] = { 0 };
	int failed = 0, ret;

	for (int i = 0; i < count; i++)
		lint_command(&commands[i], database, sources[i]);
	ret = command_all(commands, count, count, &failed);
	for (int i = 0; i < count; i++) {
		char *stamp = lint_stamp(sources[i]);

		if (!ret)
			file_write(stamp, "", 0);
		free(stamp);
		command_free(&commands[i]);
	}
	return ret;
}

static enum check_result lint(const char *database, const struct strings *sources)
{
	enum check_result result = CHECK_PASS;

	for (int at = 0; at < sources->count; at += LINT_JOBS) {
		int left = sources->count - at;

		if (lint_batch(database, sources->item + at, left < LINT_JOBS ? left : LINT_JOBS))
			result = CHECK_FAIL;
	}
	return result;
}

enum check_result check_lint(struct check *check)
{
	char *database = state_path("tool"), *commands = state_path("tool/compile_commands.json");
	char *stamps = state_path("check");
	enum check_result result = CHECK_SKIP;
	struct strings sources = { 0 };

	if (!file_exists(commands)) {
		snprintf(check->note, sizeof(check->note), "the tool has not been built here");
	} else if (have(check, "clang-tidy-19") && !file_make_directories(stamps)) {
		choose_sources(check, &sources);
		result = lint(database, &sources);
		snprintf(check->note, sizeof(check->note), "%d files new or changed",
			 sources.count);
	}
	strings_clear(&sources);
	free(stamps);
	free(commands);
	free(database);
	return result;
}
