// SPDX-License-Identifier: GPL-2.0-only
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text.h"

static void add(struct command *command, char *argument)
{
	command->argv = memory_resize((void *)command->argv, sizeof(char *) * (command->argc + 2));
	if (!argument)
		abort();
	command->argv[command->argc++] = argument;
	command->argv[command->argc] = NULL;
}

void command_add(struct command *command, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		abort();
	va_end(args);
	add(command, text);
}

void command_words(struct command *command, const char *words)
{
	while (*(words += strspn(words, " \t\n"))) {
		size_t length = strcspn(words, " \t\n");

		add(command, strndup(words, length));
		words += length;
	}
}

void command_free(struct command *command)
{
	for (int i = 0; i < command->argc; i++)
		free(command->argv[i]);
	free((void *)command->argv);
	command->argv = NULL;
	command->argc = 0;
}

/* In the child. @error_fd tells the parent why it could not start. */
static void execute(const struct command *command, int out, int err, int error_fd)
{
	int failure, in = -1;

	if (command->input)
		in = open(command->input, O_RDONLY | O_CLOEXEC);
	if (command->log)
		out = err = open(command->log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if ((command->log && out < 0) || (command->input && dup2(in, STDIN_FILENO) < 0) ||
	    (command->directory && chdir(command->directory)) ||
	    (out >= 0 && dup2(out, STDOUT_FILENO) < 0) ||
	    (err >= 0 && dup2(err, STDERR_FILENO) < 0))
		goto failed;
	execvp(command->argv[0], command->argv);
failed:
	failure = errno;
	if (write(error_fd, &failure, sizeof(failure)) < 0)
		_exit(126);
	_exit(127);
}

/* Start with @out and @err as standard output and error; -1 to inherit. Return: pid or -errno. */
static pid_t start(const struct command *command, int out, int err)
{
	int failure = 0, fds[2];
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		return -errno;
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		execute(command, out, err, fds[1]);
	close(fds[1]);
	if (pid < 0)
		failure = errno;
	else if (read(fds[0], &failure, sizeof(failure)) == sizeof(failure))
		waitpid(pid, NULL, 0);
	close(fds[0]);
	return failure ? -failure : pid;
}

int command_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int command_run(struct command *command)
{
	pid_t pid = start(command, -1, -1);

	return pid < 0 ? pid : command_wait(pid);
}

static char *drain(int fd, size_t *size)
{
	size_t room = 4096, used = 0;
	char *text = memory_resize(NULL, room);
	ssize_t got;

	while ((got = read(fd, text + used, room - used - 1)) != 0) {
		if (got < 0 && errno != EINTR)
			break;
		used += got > 0 ? got : 0;
		if (room - used < 2048)
			text = memory_resize(text, room *= 2);
	}
	text[used] = '\0';
	if (size)
		*size = used;
	return text;
}

int command_capture(struct command *command, char **output, size_t *size)
{
	int fds[2], err = command->quiet ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		return -errno;
	pid = start(command, fds[1], err);
	close(fds[1]);
	if (err >= 0)
		close(err);
	*output = drain(fds[0], size);
	close(fds[0]);
	return pid < 0 ? pid : command_wait(pid);
}

pid_t command_start(struct command *command, int *output_fd)
{
	int fds[2];
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		return -errno;
	pid = start(command, fds[1], fds[1]);
	close(fds[1]);
	if (pid < 0)
		close(fds[0]);
	else
		*output_fd = fds[0];
	return pid;
}

int command_all(struct command *commands, int count, int jobs, int *failed)
{
	pid_t *pids = calloc(count + 1, sizeof(*pids));
	int ret = 0, started = 0;

	if (!pids)
		abort();
	for (int done = 0; done < count; done++) {
		int status;

		for (; started < count && started - done < jobs; started++)
			pids[started] = start(&commands[started], -1, -1);
		status = pids[done] < 0 ? pids[done] : command_wait(pids[done]);
		if (!status || ret)
			continue;
		ret = status;
		*failed = done;
	}
	free(pids);
	return ret;
}

static pid_t fork_one(int index, int (*run)(int index, void *context), void *context)
{
	pid_t pid;
	int status;

	fflush(NULL);
	pid = fork();
	if (pid)
		return pid;
	status = run(index, context);
	fflush(NULL);
	_exit(status);
}

int fork_each(int count, int jobs, int (*run)(int index, void *context), void *context)
{
	pid_t *pids = calloc(count + 1, sizeof(*pids));
	int ret = 0, started = 0;

	if (!pids)
		abort();
	for (int done = 0; done < count; done++) {
		int status;

		for (; started < count && started - done < jobs; started++)
			pids[started] = fork_one(started, run, context);
		status = pids[done] < 0 ? 1 : command_wait(pids[done]);
		ret = ret ? ret : status;
	}
	free(pids);
	return ret;
}
