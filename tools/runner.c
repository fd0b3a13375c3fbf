// SPDX-License-Identifier: GPL-2.0-only
/* The other end is shim/host/runner.c; what both share is in shim/host/runner_block.h. */
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../shim/host/runner_block.h"
#include "cli.h"
#include "files.h"
#include "identity.h"
#include "sanitizer.h"
#include "tail.h"

enum { BOOT_MS = 120000, EXTRA_MS = 20000, FIRST_FD = 200, ATTEMPTS = 2 };

struct runner {
	char *binary;
	struct runner_options options;
	pid_t pid;
	int socket, output; /* of its and its children's stdout and stderr */
	int memory;
	struct runner_block *block;
	struct tail tail;
};

/* ---- Its process ---- */

static _Noreturn void become(const struct runner *runner, int theirs, int output, pid_t parent)
{
	char *argv[] = { runner->binary, "-help=1", NULL }; /* one that cannot serve ends at once */
	char number[16];

	/* What a terminal sends is for the tool alone, and nothing outlives it. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || dup2(theirs, FIRST_FD) < 0 ||
	    dup2(runner->memory, FIRST_FD + 1) < 0)
		_exit(127);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	snprintf(number, sizeof(number), "%d", FIRST_FD);
	setenv("VITRO_RUNNER", number, 1);
	unsetenv("VITRO_COUNTER");
	sanitizer_raw();
	execv(runner->binary, argv);
	dprintf(STDERR_FILENO, "cannot run %s: %s\n", runner->binary, strerror(errno));
	_exit(127);
}

static int spawn(struct runner *runner)
{
	pid_t parent = getpid();
	int ends[2], output[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return -errno;
	if (pipe2(output, O_CLOEXEC)) {
		close(ends[0]);
		close(ends[1]);
		return -EMFILE;
	}
	runner->pid = fork();
	if (runner->pid == 0)
		become(runner, ends[1], output[1], parent);
	close(ends[1]);
	close(output[1]);
	runner->socket = ends[0];
	runner->output = output[0];
	fcntl(runner->output, F_SETFL, O_NONBLOCK);
	return runner->pid < 0 ? -EAGAIN : 0;
}

static void end_process(struct runner *runner)
{
	if (runner->pid > 0) {
		kill(-runner->pid, SIGKILL);
		kill(runner->pid, SIGKILL);
		while (waitpid(runner->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (runner->socket >= 0)
		close(runner->socket);
	if (runner->output >= 0)
		close(runner->output);
	runner->pid = 0;
	runner->socket = runner->output = -1;
}

/* ---- Talking to it ---- */

/* What has been printed so far, without waiting. */
static void take_output(struct runner *runner)
{
	char data[65536];
	ssize_t got;

	while ((got = read(runner->output, data, sizeof(data))) > 0)
		tail_add(&runner->tail, data, (size_t)got);
}

static int64_t clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Until @message comes. Return: 0, -EPIPE when it has ended, or -ETIMEDOUT. */
static int await(struct runner *runner, char message, int timeout_ms)
{
	int64_t until = clock_ms() + timeout_ms;
	struct pollfd fds[] = { { .fd = runner->socket, .events = POLLIN },
				{ .fd = runner->output, .events = POLLIN } };

	for (;;) {
		int64_t left = until - clock_ms();
		char got;

		if (left <= 0)
			return -ETIMEDOUT;
		if (poll(fds, 2, (int)left) < 0 && errno != EINTR)
			return -errno;
		if (fds[1].revents)
			take_output(runner);
		if (fds[1].revents & POLLHUP)
			fds[1].fd = -1;
		if (!fds[0].revents)
			continue;
		if (recv(runner->socket, &got, 1, MSG_DONTWAIT) != 1)
			return -EPIPE;
		take_output(runner);
		if (got == message)
			return 0;
	}
}

static int ask(struct runner *runner)
{
	char message = RUNNER_RUN;

	if (send(runner->socket, &message, 1, MSG_NOSIGNAL) != 1)
		return -EPIPE;
	return await(runner, RUNNER_DONE, runner->options.timeout_ms * 5 + EXTRA_MS);
}

static int boot(struct runner *runner)
{
	int ret = spawn(runner);

	tail_clear(&runner->tail);
	if (!ret)
		ret = await(runner, RUNNER_READY, BOOT_MS);
	if (ret)
		end_process(runner);
	return ret;
}

/* ---- What came of an input ---- */

static int exit_status(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* In the words of libFuzzer, so that it is the same finding as there. */
static const char *unsaid(const struct runner_block *block)
{
	if (block->ended_by == RUNNER_TIME)
		return "timeout";
	if (block->ended_by == RUNNER_MEMORY)
		return "out-of-memory";
	return WIFSIGNALED(block->status) ? "deadly signal" : "fuzz target exited";
}

/* A report, also of what has died without one. Takes over @text. */
static char *complete(const struct runner_block *block, char *text)
{
	char title[200], *more;
	int status = exit_status(block->status);

	if (finding_title(text, title, sizeof(title)) == 0)
		return text;
	more = text_format(
		"%s==0== ERROR: libFuzzer: %s\nvitro: %s %d, without a report of its own\n", text,
		unsaid(block), status > 128 ? "killed by signal" : "exit status",
		status > 128 ? status - 128 : status);
	free(text);
	return more;
}

static void take_result(struct runner *runner, struct runner_result *result)
{
	const struct runner_block *block = runner->block;

	*result = (struct runner_result){ .status = exit_status(block->status),
					  .truth = (int)block->truth - 1,
					  .nanoseconds = block->nanoseconds };
	result->crashed = result->status != 0;
	if (result->crashed)
		result->report = complete(block, tail_text(&runner->tail));
}

int runner_run(struct runner *runner, const void *input, size_t size, struct runner_result *result)
{
	int ret = -EFBIG;

	*result = (struct runner_result){ .truth = -1 };
	if (size > RUNNER_INPUT_MAX)
		return ret;
	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		ret = runner->pid ? 0 : boot(runner);
		if (ret)
			continue;
		runner->block->size = size;
		memcpy(runner->block->input, input, size);
		tail_clear(&runner->tail);
		ret = ask(runner);
		if (!ret)
			break;
		end_process(runner);
	}
	if (!ret)
		take_result(runner, result);
	return ret;
}

void runner_result_free(struct runner_result *result)
{
	free(result->report);
	result->report = NULL;
}

bool runner_pass_over(struct runner *runner, uint64_t race)
{
	struct runner_block *block = runner->block;

	for (uint32_t i = 0; i < block->races; i++)
		if (block->race[i] == race)
			return false;
	if (block->races == RUNNER_RACES)
		return false;
	block->race[block->races++] = race;
	return true;
}

/* ---- Beginning and end ---- */

static int make_block(struct runner *runner)
{
	void *memory;

	runner->memory = memfd_create("vitro-runner", MFD_CLOEXEC);
	if (runner->memory < 0 || ftruncate(runner->memory, sizeof(*runner->block)))
		return -errno;
	memory = mmap(NULL, sizeof(*runner->block), PROT_READ | PROT_WRITE, MAP_SHARED,
		      runner->memory, 0);
	if (memory == MAP_FAILED)
		return -errno;
	runner->block = memory;
	runner->block->timeout_ms = (uint64_t)runner->options.timeout_ms;
	runner->block->rss_mb = (uint64_t)runner->options.rss_mb;
	return 0;
}

int runner_start(struct runner **runner, const char *binary, const struct runner_options *options)
{
	struct runner *new = calloc(1, sizeof(*new));
	char *said;
	int ret;

	if (!new)
		abort();
	*new = (struct runner){ .binary = text_format("%s", binary),
				.options = *options,
				.socket = -1,
				.output = -1,
				.memory = -1 };
	ret = make_block(new);
	if (!ret)
		ret = boot(new);
	if (!ret) {
		*runner = new;
		return 0;
	}
	said = tail_last_line(&new->tail);
	ret = cli_fail("%s cannot be run: %s", binary, *said ? said : strerror(-ret));
	free(said);
	runner_stop(new);
	return ret;
}

void runner_stop(struct runner *runner)
{
	if (!runner)
		return;
	end_process(runner);
	if (runner->block)
		munmap(runner->block, sizeof(*runner->block));
	if (runner->memory >= 0)
		close(runner->memory);
	tail_free(&runner->tail);
	free(runner->binary);
	free(runner);
}
