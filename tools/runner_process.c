// SPDX-License-Identifier: GPL-2.0-only
#include "runner_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sanitizer.h"

enum { FIRST_FD = 200 };

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

int runner_spawn(struct runner *runner)
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
	tail_clear(&runner->tail);
	runner->booting = true;
	if (runner->pid < 0)
		runner_kill(runner);
	return runner->pid ? 0 : -EAGAIN;
}

void runner_kill(struct runner *runner)
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

/* What has been printed so far, without waiting. */
static void take_output(struct runner *runner)
{
	char data[65536];
	ssize_t got;

	while ((got = read(runner->output, data, sizeof(data))) > 0)
		tail_add(&runner->tail, data, (size_t)got);
}

int64_t runner_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int runner_hear(struct runner *runner)
{
	char got;
	ssize_t ret = recv(runner->socket, &got, 1, MSG_DONTWAIT);

	take_output(runner);
	if (ret == 1)
		return got;
	return ret < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -EPIPE;
}

void runner_listen(struct runner *const *runners, int count, int64_t until)
{
	struct pollfd *fds = calloc((size_t)count * 2, sizeof(*fds));
	int64_t left = until - runner_clock();

	if (!fds)
		abort();
	for (int i = 0; i < count; i++) {
		bool ask = runners[i]->pid && !runners[i]->ended;

		fds[2 * i] =
			(struct pollfd){ .fd = ask ? runners[i]->socket : -1, .events = POLLIN };
		fds[2 * i + 1] =
			(struct pollfd){ .fd = ask ? runners[i]->output : -1, .events = POLLIN };
	}
	poll(fds, (nfds_t)count * 2, left > 0 ? (int)left : 0);
	free(fds);
}
