// SPDX-License-Identifier: GPL-2.0-only
#include "git.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "process.h"

/* Where vitro itself was called from, a hook for one, is not where git has to work. */
static void forget_surroundings(void)
{
	static const char *const cleared[] = {
		"GIT_DIR",       "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
		"GIT_NAMESPACE", "GIT_PREFIX",
	};

	for (size_t i = 0; i < sizeof(cleared) / sizeof(*cleared); i++)
		unsetenv(cleared[i]);
	setenv("LC_ALL", "C", 1);
	setenv("GIT_TERMINAL_PROMPT", "0", 1);
}

static void start_words(struct command *command, const char *directory, va_list words)
{
	const char *word;

	forget_surroundings();
	command_words(command, "git -c core.hooksPath=/dev/null -c advice.detachedHead=false -C");
	command_add(command, "%s", directory);
	while ((word = va_arg(words, const char *)))
		command_add(command, "%s", word);
}

static char *ask(const char *directory, va_list words)
{
	struct command command = { .quiet = true };
	char *text = NULL;
	size_t size = 0;

	start_words(&command, directory, words);
	if (command_capture(&command, &text, &size)) {
		free(text);
		text = NULL;
	}
	command_free(&command);
	if (text && size && text[size - 1] == '\n')
		text[size - 1] = '\0';
	return text;
}

char *git_ask(const char *directory, ...)
{
	va_list words;
	char *text;

	va_start(words, directory);
	text = ask(directory, words);
	va_end(words);
	return text;
}

bool git_lines(const char *directory, struct strings *lines, ...)
{
	va_list words;
	char *text;

	va_start(words, lines);
	text = ask(directory, words);
	va_end(words);
	if (text)
		strings_split(lines, text, "\n");
	free(text);
	return text != NULL;
}

static char *read_all(int fd)
{
	FILE *from = fdopen(fd, "r"), *to;
	char *text = NULL, *line = NULL;
	size_t size, room = 0;

	to = open_memstream(&text, &size);
	if (!from || !to)
		abort();
	while (getline(&line, &room, from) >= 0)
		fputs(line, to);
	free(line);
	fclose(to);
	fclose(from);
	return text;
}

int git_tell(const char *directory, char **said, ...)
{
	struct command command = { 0 };
	va_list words;
	pid_t pid;
	int fd;

	va_start(words, said);
	start_words(&command, directory, words);
	va_end(words);
	pid = command_start(&command, &fd);
	command_free(&command);
	*said = pid < 0 ? text_format("%s", strerror(-pid)) : read_all(fd);
	return pid < 0 ? pid : command_wait(pid);
}

int git_failed(const char *what, char *said)
{
	struct strings lines = { 0 };
	int ret;

	strings_split(&lines, said, "\r\n");
	ret = cli_fail("%s: git: %s", what, lines.count ? lines.item[lines.count - 1] : "failed");
	strings_clear(&lines);
	free(said);
	return ret;
}
