// SPDX-License-Identifier: GPL-2.0-only
#include "build_try.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "kconfig.h"
#include "process.h"
#include "progress.h"
#include "runner.h"
#include "text.h"
#include "triage.h"

enum { REASON_MAX = 200 };

/* ---- In the child ---- */

static int start_once(const struct build *build, const char *harness)
{
	struct runner_options options = { TRIAGE_TIMEOUT_MS, TRIAGE_RSS_MB };
	char *binary = build_binary(build, harness);
	struct runner *runner = NULL;
	int ret = runner_start(&runner, binary, &options);

	runner_stop(runner);
	free(binary);
	return ret;
}

static int attempt(const struct build_wish *wish)
{
	char *names[] = { (char *)wish->harness, NULL };
	struct build build;
	int ret = build_prepare(&build, wish->tree, wish->flavour, wish->llvm);

	if (!ret && wish->configure)
		kconfig_forget(&build);
	if (!ret)
		ret = build_harnesses(&build, names);
	return ret ? ret : start_once(&build, wish->harness);
}

/* With standard error on a pipe. Return: pid, or -errno. */
static pid_t start(const struct build_wish *wish, int *output)
{
	int fds[2];
	pid_t pid;

	if (pipe(fds))
		return -errno;
	fflush(NULL);
	pid = fork();
	if (!pid) {
		int status;

		close(fds[0]);
		dup2(fds[1], STDERR_FILENO);
		close(fds[1]);
		status = attempt(wish);
		fflush(NULL);
		_exit(status);
	}
	close(fds[1]);
	if (pid < 0)
		close(fds[0]);
	else
		*output = fds[0];
	return pid < 0 ? -errno : pid;
}

/* ---- What it says ---- */

/* The compiler's first word counts before make's, and that before ours. */
struct complaints {
	char *compiler, *make, *own;
};

static void keep(char **kept, const char *line)
{
	if (!*kept)
		*kept = text_format("%.*s", REASON_MAX, line);
}

static void take_line(struct complaints *complaints, const char *line)
{
	const char *rule = strstr(line, "*** ");

	while (text_starts(line, "../"))
		line += strlen("../");
	if (text_starts(line, "vitro: ")) {
		free(complaints->own);
		complaints->own = NULL;
		keep(&complaints->own, line + strlen("vitro: "));
	} else if (strstr(line, "error: ")) {
		keep(&complaints->compiler, line);
	} else if (rule) {
		keep(&complaints->make, rule + strlen("*** "));
	} else if (!complaints->compiler && !complaints->make) {
		progress_event("%s", line);
	}
}

static void listen(int fd, struct complaints *complaints)
{
	FILE *from = fdopen(fd, "r");
	char *line = NULL;
	size_t room = 0;

	if (!from)
		abort();
	while (getline(&line, &room, from) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		take_line(complaints, line);
	}
	free(line);
	fclose(from);
	progress_end();
}

static char *first_of(struct complaints *complaints, int code)
{
	char **all[] = { &complaints->compiler, &complaints->make, &complaints->own };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		char *line = *all[i];

		*all[i] = NULL;
		if (line)
			return line;
	}
	return text_format("the build ended with status %d", code);
}

bool build_try(const struct build_wish *wish, struct build *build, char **reason)
{
	struct complaints complaints = { 0 };
	int output = -1, code;
	pid_t pid = start(wish, &output);

	*reason = NULL;
	if (output >= 0)
		listen(output, &complaints);
	code = pid > 0 ? command_wait(pid) : pid;
	if (!code && build_prepare(build, wish->tree, wish->flavour, wish->llvm))
		code = CLI_FOUND;
	if (code)
		*reason = first_of(&complaints, code);
	free(complaints.compiler);
	free(complaints.make);
	free(complaints.own);
	return !code;
}
