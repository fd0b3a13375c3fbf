// SPDX-License-Identifier: GPL-2.0-only
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files.h"

enum { LOG_ROOM = 2 * WORKER_LOG };

static _Noreturn void become(const struct worker *worker, char *const *argv, int output,
			     pid_t parent)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	/* A terminal's Ctrl-C is for the supervisor alone, hence the group; nothing outlives it. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (nothing >= 0)
		dup2(nothing, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	setenv("VITRO_COUNTER", worker->counter_path, 1);
	execv(argv[0], argv);
	dprintf(STDERR_FILENO, "cannot run %s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static int map_counter(struct worker *worker)
{
	int fd = open(worker->counter_path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	void *memory;

	if (fd < 0 || ftruncate(fd, sizeof(*worker->counter)))
		return -errno;
	memory = mmap(NULL, sizeof(*worker->counter), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (memory == MAP_FAILED)
		return -errno;
	worker->counter = memory;
	return 0;
}

int worker_prepare(struct worker *worker, const char *scratch, int index)
{
	*worker = (struct worker){
		.output = -1,
		.log = malloc(LOG_ROOM + 1),
		.artifacts = text_format("%s/%d", scratch, index),
		.counter_path = text_format("%s/counter-%d", scratch, index),
	};
	if (!worker->log)
		abort();
	if (file_make_directories(worker->artifacts))
		return -errno;
	return map_counter(worker);
}

void worker_free(struct worker *worker)
{
	if (worker->counter)
		munmap((void *)worker->counter, sizeof(*worker->counter));
	free(worker->log);
	free(worker->artifacts);
	free(worker->counter_path);
	free(worker->command);
}

uint64_t worker_execs(const struct worker *worker)
{
	uint64_t counted = worker->counter ? *worker->counter : 0;

	return counted > worker->pulse.execs ? counted : worker->pulse.execs;
}

static void worker_reset(struct worker *worker)
{
	*worker->counter = 0;
	worker->log_used = 0;
	worker->log[0] = '\0';
	worker->line_used = 0;
	worker->pulse = (struct pulse){ 0 };
}

int worker_start(struct worker *worker, char *const *argv)
{
	pid_t parent = getpid();
	int pipe_ends[2];

	worker_reset(worker);
	if (pipe2(pipe_ends, O_CLOEXEC))
		return -errno;
	worker->pid = fork();
	if (worker->pid == 0)
		become(worker, argv, pipe_ends[1], parent);
	close(pipe_ends[1]);
	worker->output = pipe_ends[0];
	if (worker->pid < 0) {
		close(pipe_ends[0]);
		worker->output = -1;
		worker->pid = 0;
		return -EAGAIN;
	}
	setpgid(worker->pid, worker->pid);
	fcntl(worker->output, F_SETFL, O_NONBLOCK);
	return 0;
}

static void log_append(struct worker *worker, const char *data, size_t size)
{
	if (worker->log_used + size > LOG_ROOM) {
		size_t drop = worker->log_used - (WORKER_LOG - size);

		worker->log_used -= drop;
		memmove(worker->log, worker->log + drop, worker->log_used);
	}
	memcpy(worker->log + worker->log_used, data, size);
	worker->log_used += size;
}

static void line_append(struct worker *worker, char c)
{
	if (c != '\n') {
		if (worker->line_used + 1 < WORKER_LINE)
			worker->line[worker->line_used++] = c;
		return;
	}
	worker->line[worker->line_used] = '\0';
	worker->line_used = 0;
	pulse_read_line(&worker->pulse, worker->line);
}

bool worker_read(struct worker *worker)
{
	char data[65536];
	ssize_t got = read(worker->output, data, sizeof(data));

	if (got < 0)
		return errno == EAGAIN || errno == EINTR;
	log_append(worker, data, (size_t)got);
	for (ssize_t i = 0; i < got; i++)
		line_append(worker, data[i]);
	return got > 0;
}

void worker_signal(const struct worker *worker, int signal)
{
	/* Its symbolizer must live until it has written its report. */
	if (worker->pid > 0)
		kill(signal == SIGKILL ? -worker->pid : worker->pid, signal);
}

/* Text functions come next: a NUL in what it printed must not hide the rest. */
static void log_finish(struct worker *worker)
{
	for (size_t i = 0; i < worker->log_used; i++)
		if (!worker->log[i])
			worker->log[i] = '?';
	worker->log[worker->log_used] = '\0';
}

int worker_reap(struct worker *worker)
{
	int status = 0;

	close(worker->output);
	worker->output = -1;
	while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
		;
	worker->pid = 0;
	log_finish(worker);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
